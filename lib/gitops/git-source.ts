import type { Finding } from '../core/rules';
import { GITOPS_RULES } from './rules';

const ADDRESS = /^(https:\/\/|ssh:\/\/|oci:\/\/|[\w.-]+@)[^\s]+$/;
const CREDENTIALS = /^(https|oci):\/\/[^/]*@|^ssh:\/\/[^/@]*:[^/]*@/;

/** Findings for the address of a repository. An address with credentials is not shown. */
export function repositoryFindings(at: string, repository: string): Finding[] {
  if (CREDENTIALS.test(repository)) {
    return [{ rule: GITOPS_RULES.credentials, at, value: repository.replace(/\/\/.*@/, '//…@') }];
  }
  return ADDRESS.test(repository) ? [] : [{ rule: GITOPS_RULES.repository, at, value: repository }];
}

/** Findings for a directory of a repository. */
export function pathFindings(at: string, path: string): Finding[] {
  const parts = path.split('/');
  const wrong = path === '' || path.startsWith('/') || parts.includes('..') || /[\s\\]/.test(path);
  return wrong ? [{ rule: GITOPS_RULES.path, at, value: path }] : [];
}

/** Findings for a branch, tag or commit. */
export function revisionFindings(at: string, revision: string | undefined): Finding[] {
  if (revision === undefined || /^[^\s~^:?*[\\]+$/.test(revision)) return [];
  return [{ rule: GITOPS_RULES.revision, at, value: revision }];
}
