import { ALL_RULES } from '../../src/admission/admit';
import { NO_SUCH_RULE, NOT_DECIDABLE } from '../../src/admission/not-decidable';

const RULES = ALL_RULES.map(({ id }) => id);
const COVERED = ALL_RULES.flatMap(({ covers }) => covers ?? []);

test('each id stands for one thing: a rule, a part of one, or nothing that there is', () => {
  const ids = [...RULES, ...COVERED, ...NO_SUCH_RULE.map(({ id }) => id)];
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('what cannot be decided is listed once, by id', () => {
  for (const list of [NOT_DECIDABLE, NO_SUCH_RULE]) {
    const order = list.map(({ id }) => id.replace(/\d+/, (digits) => digits.padStart(3, '0')));
    expect(order).toEqual([...new Set(order)].sort());
  }
});

test.each([...NOT_DECIDABLE, ...NO_SUCH_RULE])('$id says what and why', ({ title, reason }) => {
  expect(title).toMatch(/^[A-Z].*[^.]$/);
  expect(reason).toMatch(/^[A-Z].*[.]$/);
});
