import { choice, integer, list, object, text } from "../../schema/field.ts";

export const ports = list(
  object({
    name: text({
      doc: "Name of the port",
      pattern: /^[a-z0-9][a-z0-9_-]{0,63}$/,
      hint: "lower-case letters, digits, _ and -",
      example: "http",
    }),
    port: integer({
      doc: "Port that the program listens on",
      required: true,
      min: 1,
      max: 65_535,
      aliases: ["containerPort"],
      example: 8080,
    }),
    protocol: choice(["tcp", "udp"], { doc: "Protocol", default: "tcp" }),
  }, { doc: "One port", shorthand: "port" }),
  { doc: "Ports that the program listens on", unique: "port", default: [], max: 100 },
);
