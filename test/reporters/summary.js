'use strict';
const { writeFileSync } = require('node:fs');

/** Writes `{ passed, failed, skipped }` of a run to the file named by JEST_SUMMARY_FILE, for scripts that add up several runs. */
module.exports = class SummaryReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.JEST_SUMMARY_FILE;
    if (!file) return;
    // A suite that doesn't load has no tests: it counts as one failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const summary = { passed: results.numPassedTests, failed, skipped: results.numPendingTests };
    writeFileSync(file, `${JSON.stringify(summary)}\n`);
  }
};
