const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What a DNS label may look like, for messages. */
export const DNS_LABEL_FORM = 'at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends';

/** What a DNS subdomain may look like, for messages. */
export const DNS_SUBDOMAIN_FORM = 'at most 253 lower-case letters, digits, dashes and dots, with a letter or digit around every dot and at both ends';

/** Whether a text is an RFC 1123 label, as Kubernetes reads it. */
export function isDnsLabel(text: string): boolean {
  return DNS_LABEL.test(text);
}

/** Whether a text is an RFC 1123 subdomain, as Kubernetes reads it. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && DNS_SUBDOMAIN.test(text);
}
