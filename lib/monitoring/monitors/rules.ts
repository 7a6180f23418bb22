import { rules } from '../../core/rules';

/** Mistakes in what is scraped and probed. */
export const MONITOR_RULES = rules('monitor', {
  portName: [
    'a monitor finds a port by the name that the container or Service gives it, and a number finds nothing',
    'write the name: letters, digits and "-", at most 15 characters, such as metrics',
  ],
  portNumber: ['a port is a whole number from 1 to 65535', 'write the number that the container listens on'],
  noEndpoints: ['a monitor without endpoints scrapes nothing', 'name at least one endpoint'],
  path: ['a page of metrics has an absolute path without a query', 'write it like /metrics'],
  noSelector: [
    'an empty selector is every pod or Service of the namespace',
    'name the labels of the ones that have the page',
  ],
  namespaces: ['an empty list of namespaces finds nothing', 'name at least one, or leave the list out for its own'],
  timeout: [
    'a scrape that takes longer than the interval would meet the next one, and the operator refuses it',
    'shorten the timeout or lengthen the interval',
  ],
  regex: ['this is no regular expression as Prometheus reads them (RE2)', 'correct it; look-around is not known there'],
  dropAll: ['every metric of the page would be dropped', 'name what is too much, or leave the monitor out'],
  keepLabel: ['without this label series of different targets would be one', 'drop another label'],
  sampleLimit: ['a limit of samples is a whole number of 1 or more', 'use a number such as 5000, or leave it out'],
  job: ['rules and dashboards find series by the label job, and this one is empty', 'name it such as my-service'],
  reservedLabel: ['this label is set by the monitor itself', 'give it in the prop of that name, or use another label'],
  scrapedTwice: [
    'the same page of the same pods is scraped under two jobs, and every sum over jobs counts it twice',
    'observe it once',
  ],
  prober: [
    'a workload without metrics is asked from outside, and there is nobody to ask',
    'give prober: a BlackboxExporter of this package, or BlackboxExporter.fromExisting(...)',
  ],
  proberAddress: [
    'the address of a prober is a host and a port, without http://',
    'write blackbox.monitoring.svc:9115',
  ],
  target: [
    'a target is an http or https address without credentials, or host and port for TCP',
    'write http://name.namespace.svc:8080/health, or name.namespace.svc:5432',
  ],
  noTargets: ['a probe without targets asks nothing', 'name at least one target'],
  nodeCidr: ['addresses of nodes are a range', 'use a range such as 10.0.0.0/16'],
});
