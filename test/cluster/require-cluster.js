'use strict';
const { spawnSync } = require('node:child_process');

/** Ends the run before the first test when there is no Kubernetes to test against. */
module.exports = function requireCluster() {
  if (!process.env.KUBECONFIG) {
    throw new Error('The cluster tests need a Kubernetes: set KUBECONFIG (docs/testing.md tells how to get one).');
  }
  const kubectl = process.env.KUBECTL ?? 'kubectl';
  const { error, status, stderr } = spawnSync(kubectl, ['get', '--raw', '/readyz'], { encoding: 'utf8' });
  if (error) throw new Error(`The cluster tests need kubectl on PATH, or its path in KUBECTL: ${error.message}`);
  if (status !== 0) throw new Error(`The API server of KUBECONFIG does not answer: ${stderr}`);
};
