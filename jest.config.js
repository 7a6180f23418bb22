/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/cluster/',
    '<rootDir>/test/bench/',
    '<rootDir>/test/consumer/python.test.ts',
  ],
  reporters: ['default', '<rootDir>/test/reporters/summary.js'],
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
};
