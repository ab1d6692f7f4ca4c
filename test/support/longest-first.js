const { default: Sequencer } = require('@jest/test-sequencer');

/** The files that take longest, so that none of them is begun when the others are done. Jest only knows by itself what it has measured before. */
const LONGEST = ['adoption', 'removal', 'upgrade', 'around', 'capabilities', 'drift', 'differential', 'oracle', 'platform', 'lifecycle'];

module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = LONGEST.findIndex((name) => path.endsWith(`/${name}.test.ts`));
      return at < 0 ? LONGEST.length : at;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }
};
