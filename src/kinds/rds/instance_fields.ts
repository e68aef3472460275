import { boolean, decimal, object, text } from "../../schema/field.ts";
import { storageField } from "./storage.ts";

const serverless = object({
  minCapacity: decimal({
    doc: "Least capacity; 0 pauses an idle database",
    unit: "ACU",
    min: 0,
    max: 256,
    default: 0.5,
  }),
  maxCapacity: decimal({
    doc: "Most capacity",
    unit: "ACU",
    min: 1,
    max: 256,
    default: 4,
  }),
}, { doc: "Aurora with class db.serverless: how far it scales" });

export const instance = object({
  class: text({
    doc: "Instance class; db.serverless for Aurora Serverless v2",
    required: true,
    pattern: /^db\.[a-z0-9-]+(\.[a-z0-9-]+)*$/,
    hint: "an instance class such as db.t4g.medium",
    example: "db.t4g.medium",
  }),
  storage: storageField,
  multiAZ: boolean({
    doc: "Keep a standby in another zone that takes over by itself; Aurora: at least one reader",
    default: false,
    aliases: ["multiAz"],
  }),
  serverless,
}, { doc: "Machine and disk", required: true });
