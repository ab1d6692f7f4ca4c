import { main } from '../../src/cli/vmo';

/** Runs the command line in this process. */
export function vmo(...argv: string[]): { code: number; out: string; err: string } {
  const texts = { out: '', err: '' };
  const spies = ([['out', process.stdout], ['err', process.stderr]] as const).map(([name, stream]) =>
    jest.spyOn(stream, 'write').mockImplementation((text) => { texts[name] += text; return true; }));
  try {
    return { code: main(argv), ...texts };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}
