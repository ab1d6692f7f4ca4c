import { NOT_DECIDABLE } from './not-decidable';
import { ALL_RULES } from '../../src/admission/admit';

const RULES = ALL_RULES.map(({ id }) => id);
const COVERED = ALL_RULES.flatMap(({ covers }) => covers ?? []);

test('each id stands for one thing: a rule, or a part of one', () => {
  const ids = [...RULES, ...COVERED];
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('what cannot be decided is listed once, by id', () => {
  const order = NOT_DECIDABLE.map(({ id }) => id.replace(/\d+/, (digits) => digits.padStart(3, '0')));
  expect(order).toEqual([...new Set(order)].sort());
});

test.each(NOT_DECIDABLE)('$id says what and why', ({ title, reason }) => {
  expect(title).toMatch(/^[A-Z].*[^.]$/);
  expect(reason).toMatch(/^[A-Z].*[.]$/);
});
