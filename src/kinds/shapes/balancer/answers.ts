/** What a listener does with requests that nothing else takes. */
export const NOT_FOUND = {
  type: "fixed-response",
  fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" },
};

/** What a listener without TLS does beside one with it. */
export const TO_HTTPS = {
  type: "redirect",
  redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
};

/** TLS 1.2 and 1.3 only: Elastic Load Balancing, "Security policies". */
export const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
