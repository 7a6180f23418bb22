/** Tests against a real Kubernetes; `docs/testing.md` tells what they need. @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test/cluster'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/cluster/require-cluster.js',
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
  testTimeout: 300_000,
  reporters: ['default', '<rootDir>/test/reporters/summary.js'],
};
