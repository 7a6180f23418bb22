/** The Python package; `docs/consumers.md` tells what it needs. @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test/consumer'],
  testMatch: ['**/python.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
  reporters: ['default', '<rootDir>/test/reporters/summary.js'],
};
