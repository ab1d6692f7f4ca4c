/**
 * Kubernetes quantities: `1024Mi`, `0.5`, `500m`, `1G`, `1e3`.
 *
 * KubeVirt's webhook writes every quantity back in canonical form (`1024Mi` → `1Gi`, `0.5` → `500m`), and Terraform calls
 * any difference an inconsistent result. So manifests carry the canonical form from the start. A quantity keeps its own
 * base: `1G` never becomes `1Gi`.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
const FORM = /^\s*([+-]?)(\d+(?:\.\d*)?|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d+)?\s*$/;
/** Kubernetes takes these for zero. */
const NO_DIGITS = /^\s*([+-]?)(\.?)(Ki|Mi|Gi|Ti|n|u|m|k|M|G|T|P|E)?\s*$/;
/** Larger exponents mean no more: either is beyond all that there is. */
const LARGEST_EXPONENT = 400;
const LARGEST = 9_223_372_036_854_775_807_000_000_000n;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const EXPONENTS = ['e-9', 'e-6', 'e-3', '', 'e3', 'e6', 'e9', 'e12', 'e15', 'e18'];

/** One, in billionths. */
export const NANO = 1_000_000_000n;

/** `1Mi` and `1Gi`, in billionths. */
export const MEBIBYTE = 1_048_576n * NANO;
export const GIBIBYTE = 1024n * MEBIBYTE;

interface Parsed { nano: bigint; base: 'binary' | 'decimal' | 'exponent' }

/** Quantities that were read before: a fleet has few sizes, and several rules look at each. */
const read = new Map<string, Parsed | undefined>();
const KEPT = 1000;

function parse(text: string): Parsed | undefined {
  if (read.has(text)) return read.get(text);
  if (read.size >= KEPT) read.clear();
  const parsed = parseAnew(text);
  read.set(text, parsed);
  return parsed;
}

function parseAnew(text: string): Parsed | undefined {
  const match = FORM.exec(text);
  if (!match) return text.trim() !== '' && NO_DIGITS.test(text) ? { nano: 0n, base: 'decimal' } : undefined;
  const [, sign, digits, suffix = ''] = match;
  const [whole, fraction = ''] = digits.split('.');
  const mantissa = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const exponent = /^[eE][+-]?\d+$/.test(suffix);
  let scale = NANO;
  let divisor = 10n ** BigInt(fraction.length);
  if (exponent) {
    const power = Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, Number(suffix.slice(1))));
    if (power < 0) divisor *= 10n ** BigInt(-power); else scale *= 10n ** BigInt(power);
  } else if (BINARY.includes(suffix) && suffix !== '') {
    scale *= 1024n ** BigInt(BINARY.indexOf(suffix));
  } else {
    scale = 1000n ** BigInt(DECIMAL.indexOf(suffix));
  }
  const product = mantissa * scale;
  // Below a nano, Kubernetes rounds away from zero.
  const nano = product / divisor + (product % divisor === 0n ? 0n : product < 0n ? -1n : 1n);
  // Binary ones are capped at the largest int64.
  if (suffix.endsWith('i') && nano > LARGEST) return { nano: LARGEST, base: 'binary' };
  return { nano, base: exponent ? 'exponent' : suffix.endsWith('i') ? 'binary' : 'decimal' };
}

/** Whether a value reads as a quantity. Numbers count: the API server takes `cpu: 2`. */
export function isQuantity(value: unknown): value is string | number {
  return (typeof value === 'string' || typeof value === 'number') && FORM.test(String(value));
}

/** The amount in billionths, exact, for comparing quantities of any base; `undefined` where the value is no quantity. */
export function nanos(value: unknown): bigint | undefined {
  return typeof value === 'string' || typeof value === 'number' ? parse(String(value))?.nano : undefined;
}

/** The form in which the API server writes a quantity back; a value that is no quantity comes back as it is. */
export function canonicalQuantity(value: string | number): string {
  const text = String(value).trim();
  const parsed = parse(text);
  if (!parsed || (FORM.test(text) && keptAsWritten(text))) return text;
  const { nano } = parsed;
  if (nano === 0n) return '0';
  const whole = nano % NANO === 0n;
  // A binary quantity that is smaller than 1024 or has a fraction of a byte is written in the decimal form.
  if (parsed.base === 'binary' && whole && (nano <= -1024n * NANO || nano >= 1024n * NANO)) {
    return reduce(nano / NANO, 1024n, BINARY);
  }
  return reduce(nano, 1000n, parsed.base === 'exponent' ? EXPONENTS : DECIMAL);
}

/** The amount with the largest suffix that leaves it whole. */
function reduce(amount: bigint, step: bigint, suffixes: string[]): string {
  let at = 0;
  while (at < suffixes.length - 1 && amount % step === 0n) {
    amount /= step;
    at += 1;
  }
  return `${amount}${suffixes[at]}`;
}

/**
 * Kubernetes' parser has a short cut: digits that are a whole number of some decimal suffix and do not end in 000 count as
 * canonical already, so `12.345` and `+5` come back as they are although `12345m` and `5` would be shorter.
 */
function keptAsWritten(text: string): boolean {
  const [, , digits, suffix = ''] = FORM.exec(text)!;
  const [whole, fraction = ''] = digits.split('.');
  const stripped = whole.replace(/^0+/, '') || '0';
  const significant = stripped + fraction;
  if (suffix.endsWith('i')) {
    const power = BINARY.indexOf(suffix) * 10;
    const digitsLeft = 15 - stripped.length - Math.trunc(power * 3 / 10) - 1;
    return fraction === '' && digitsLeft >= 0 && BigInt(significant) % 8n !== 0n;
  }
  const exponent = /^[eE][+-]?\d+$/.test(suffix) ? Number(suffix.slice(1)) : (DECIMAL.indexOf(suffix) - 3) * 3;
  const scale = exponent - fraction.length;
  return significant.length <= 18 && scale >= -9 && scale % 3 === 0 && !significant.endsWith('000') && !significant.startsWith('0');
}
