import { rules } from '../core/rules';

/** Mistakes in what hands a directory of manifests to Argo CD or Flux, and in manifests that they keep applying. */
export const GITOPS_RULES = rules('gitops', {
  repository: [
    'a repository is an address that the controller can clone: https://, ssh:// or git@host:path, or oci:// for an image of manifests',
    'write it like https://git.example.com/team/manifests.git',
  ],
  credentials: [
    'the address of a repository holds a user or a password, and would stand in the cluster for all to read',
    'leave them out, and give the controller a Secret for the repository',
  ],
  path: ['a path is relative to the root of the repository and does not leave it', 'write it like dist/manifests/prod'],
  revision: ['a revision is a branch, a tag or a commit', 'name one, or leave it out for the default branch'],
  noEnvironments: ['a set without environments makes no Application', 'name at least one environment'],
  duplicateEnvironment: ['two environments have the same name: one Application would replace the other', 'rename one'],
  sharedCluster: [
    'two environments are deployed to one cluster: what stands in both of their trees belongs to two Applications, and each undoes what the other did',
    'name a cluster for each environment, or set sharedCluster: true if no object stands in two of the trees, which takes different namespaces',
  ],
  sameManifests: [
    'two Applications deploy one directory to one cluster: every object belongs to both, and each undoes what the other did',
    'remove one of them, or give it another directory or another cluster',
  ],
  syncOption: ['a sync option is written as Name=value', 'write it like PruneLast=true'],
  retries: ['a number of retries is a whole number and not negative', 'use a whole number; 0 retries nothing'],
  ignoredFields: [
    'a difference to ignore names at least one field',
    'add a JSON pointer such as /spec/replicas, or an expression of jq',
  ],
  jsonPointer: ['a field of an object is named by a JSON pointer', 'start it with "/", like /spec/replicas'],
  interval: ['Flux looks for changes once a minute at most', 'use Duration.minutes(1) or more'],
  timeout: ['a timeout is longer than no time', 'use a Duration of some seconds at least'],
  applicationName: [
    'an object is labelled with the name of the Application: Argo CD that tracks by label takes the pods of this job for its own and removes those that are not in Git',
    'give the Application a name that no job has, such as spark-prod',
  ],
  runsAgain: [
    'what ran once is deleted after its time to live, the controller misses it and makes it again: the job runs again, and again',
    "take it out by an override without a value, such as job.override('/spec/ttlSecondsAfterFinished'), since timeToLive left out still means a day; or give the job a schedule",
  ],
  unchangeable: [
    'the pods of this object cannot be changed in place, so the next change of it ends in an error',
    'let the controller replace it: GitOps.prepare(chart)',
  ],
  generatedName: [
    'an object whose name is made up by the API server is in no Git repository, so each synchronisation makes another one',
    'set metadata.name',
  ],
  definitionRemoved: [
    'if this definition leaves the repository, it is deleted with all objects of its kind, and jobs among them stop',
    'keep it in the cluster: GitOps.prepare(chart)',
  ],
});
