/** Jest reporter whose last line is `N passed, N failed`, for people and pipelines that read only the last line. */
module.exports = class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const broken = results.numRuntimeErrorTestSuites; // a file that does not even load counts as a failure
    const parts = [`${results.numPassedTests} passed`, `${results.numFailedTests + broken} failed`];
    const skipped = results.numPendingTests + results.numTodoTests;
    if (skipped > 0) parts.push(`${skipped} skipped`);
    // After jest's own summary, which the default reporter prints in the same hook.
    process.on('exit', () => process.stdout.write(`${parts.join(', ')}\n`));
  }
};
