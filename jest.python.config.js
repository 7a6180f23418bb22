/** The Python package, and the example for Airflow; `docs/consumers.md` and `docs/airflow.md` tell what they need. @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test/consumer'],
  testMatch: ['**/{python,airflow}.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
  reporters: ['default', '<rootDir>/test/reporters/summary.js'],
};
