import { readFileSync } from 'fs';
import { join } from 'path';
import { withKeys } from '../../../tools/from-palette';

test('the tables of keys in docs/from-palette.md are what the code says', () => {
  const guide = readFileSync(join(__dirname, '../../../docs/from-palette.md'), 'utf8');
  expect({ hint: 'npm run docs', guide }).toEqual({ hint: 'npm run docs', guide: withKeys(guide) });
});
