import { goDuration } from './go';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The fields of a schedule, in their order. */
const FIELDS: { what: string; min: number; max: number; names?: string[] }[] = [
  { what: 'minute', min: 0, max: 59 },
  { what: 'hour', min: 0, max: 23 },
  { what: 'day of the month', min: 1, max: 31 },
  { what: 'month', min: 1, max: 12, names: MONTHS },
  { what: 'day of the week', min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** The time zone that a schedule may begin with. */
const ZONE = /^(?:CRON_)?TZ=\S* +/;

/** Whether a schedule says its time zone itself. */
export function hasZone(schedule: string): boolean {
  return ZONE.test(schedule);
}

/** What is wrong with a schedule, as Kubernetes and CDI read it: five fields, or a word such as `@daily`. */
export function cronMistake(schedule: string): string | undefined {
  const plain = schedule.replace(ZONE, '').trim();
  if (plain.startsWith('@every ')) return goDuration(plain.slice('@every '.length)) === undefined ? 'expected a duration such as "@every 12h"' : undefined;
  if (plain.startsWith('@')) return DESCRIPTORS.includes(plain) ? undefined : `expected one of ${DESCRIPTORS.join(', ')}`;
  const fields = plain.split(/\s+/);
  if (fields.length !== FIELDS.length) return `expected ${FIELDS.length} fields: ${FIELDS.map(({ what }) => what).join(', ')}`;
  for (const [index, { what, min, max, names }] of FIELDS.entries()) {
    for (const range of fields[index].split(',').filter((text) => text !== '')) {
      if (!isRange(range, min, max, names)) return `${JSON.stringify(range)} is no ${what}: expected numbers from ${min} to ${max}${names ? ` or ${names[0]} to ${names[names.length - 1]}` : ''}`;
    }
  }
  return undefined;
}

/** `5`, `1-5`, `*`, and each with a step: `0/15`. */
function isRange(text: string, min: number, max: number, names: string[] = []): boolean {
  const [span, step = '1', ...more] = text.split('/');
  const [low, high, ...others] = span.split('-');
  const named = (word: string) => names.includes(word.toLowerCase()) ? names.indexOf(word.toLowerCase()) + min : number(word);
  const open = low === '*' || low === '?';
  const start = open ? min : named(low);
  const end = open || (high === undefined && text.includes('/')) ? max : named(high ?? low);
  return more.length === 0 && (open || others.length === 0) && start >= min && end <= max && start <= end && number(step) > 0;
}

function number(text: string): number {
  return /^\+?\d+$/.test(text) ? Number(text) : NaN;
}
