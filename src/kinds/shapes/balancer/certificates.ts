import type { ListenerCertificateArgs } from "@pulumi/aws/lb/listenerCertificate.d.ts";
import type { Infer } from "../../../schema/field.ts";
import type { Handle, RenderContext } from "../../render.ts";
import type { moreCertificates } from "./fields.ts";

/** Certificates of a listener for other host names. */
export function certificates(
  c: RenderContext<unknown>,
  listener: Handle,
  { port, additionalCertificateArns }: {
    port: number;
    additionalCertificateArns: Infer<typeof moreCertificates>;
  },
): void {
  additionalCertificateArns.forEach((arn, i) =>
    c.resource<ListenerCertificateArgs>(
      "aws:lb/listenerCertificate:ListenerCertificate",
      `listener-${port}-certificate-${i + 1}`,
      { listenerArn: listener.attr("arn"), certificateArn: c.value(arn) },
    )
  );
}
