/**
 * Text of somebody else's on one line: what would end it, or would be an order to a terminal or to a build server, is written as `\\u000a`;
 * so is what turns the direction of reading.
 */
export function oneLine(text: string): string {
  return text.replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// eslint-disable-next-line no-control-regex
const UNSEEN = /[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
