/** Whether a value is a plain map. Anything else that is an object is a list, or a reference to another resource that a copy would break. */
export function isPlainMap(value: unknown): value is Record<string, any> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null; // not `Object.prototype`: each realm has its own
}
