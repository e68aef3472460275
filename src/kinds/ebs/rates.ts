/**
 * The rates of a disk, as a volume takes them. Those that every gp3 disk has are said too, since what
 * is not said stays as it was. Amazon EBS, "General Purpose SSD volumes".
 */
export function rates(
  { type, iops, throughputMBps }: { type: string; iops?: number; throughputMBps?: number },
) {
  return type === "gp3"
    ? { iops: iops ?? 3000, throughput: throughputMBps ?? 125 }
    : { iops, throughput: throughputMBps };
}
