import { rules } from '../../core/rules';

/** Mistakes about Prometheus and what it reads. */
export const PROMETHEUS_RULES = rules('prometheus', {
  replicas: ['the number of replicas is a whole number of 1 or more', 'use 1, or 2 where one may fail'],
  memory: ['a Prometheus needs at least 256 MiB, and no more than its limit', 'use Size.gibibytes(2) or the like'],
  interval: ['an interval or timeout is a whole number of milliseconds', 'use Duration.seconds(30) or the like'],
  timeout: [
    'a scrape that takes longer than the interval would meet the next one, and the operator refuses it',
    'shorten the timeout or lengthen the interval',
  ],
  retention: [
    'series of the last two hours are in memory, and a shorter retention deletes what was just written',
    'use Duration.hours(2) or more',
  ],
  retentionSize: [
    'the log of new samples and compaction need room beside the series, and a full volume stops Prometheus',
    'use at most 85 % of the storage, or leave it out',
  ],
  storageSize: ['storage is a whole number of MiB of 512 or more', 'use Size.gibibytes(50) or the like'],
  labelName: [
    'a label is letters, digits and "_", does not begin with a digit, and "__" at the beginning is Prometheus\' own',
    'use a name such as cluster',
  ],
  labelValue: ['an empty label is no label', 'give it a value, or leave it out'],
  reservedLabel: ['this label tells replicas apart and is set by itself', 'leave it out'],
  monitorLabels: [
    'without labels it would take every monitor of the cluster for its own',
    'give at least one, or leave the prop out',
  ],
  limit: ['a limit is a whole number of 1 or more', 'use a number such as 50000, or leave it out'],
  url: ['an address here is http or https, a host and a path, without credentials', 'use https://host/path'],
  remoteWriteHttp: [
    'samples and credentials would travel in plain text',
    'use https, or say insecureHttp: true for a store inside the cluster',
  ],
  remoteWriteTwice: ['two queues have the same name or address', 'merge them, or name each'],
  remoteWriteNone: ['an agent keeps nothing: without remote write all samples are lost', 'name a store in remoteWrite'],
  remoteWriteQueue: [
    'counts of a queue are whole numbers of 1 or more, and minShards is at most maxShards',
    'correct the count, or leave it out',
  ],
  remoteWriteLogin: ['a part of the login is empty or not of its form', 'copy it from the store'],
  regex: ['this is no regular expression as Prometheus reads them (RE2)', 'correct it; look-around is not known there'],
  federationMatch: [
    'a federation of everything copies each sample of the source at each scrape',
    'name what is needed: {__name__=~"job:.*"} for recorded series, {job="..."}',
  ],
  federationName: ['two federated sources have the same name', 'name each by its cluster'],
  alertmanagerTwice: ['an Alertmanager stands twice in the list', 'name it once'],
  apiServerCidr: ['an address of the API server is a range', 'use a range such as 10.0.0.1/32'],
  existingUrl: ['the address of an existing server is http or https and a host', 'use http://name.namespace.svc:9090'],
});
