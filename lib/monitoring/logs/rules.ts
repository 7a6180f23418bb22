import { rules } from '../../core/rules';

/** Mistakes about the collection of logs. */
export const LOG_RULES = rules('logs', {
  tenantMissing: [
    'Loki asks every writer for a tenant and refuses all lines without one',
    'give the tenant to Loki or to the collector',
  ],
  tenantUnused: [
    'Loki asks for no tenant, so that the one of the collector changes nothing',
    'leave out tenant, or give it to Loki as well',
  ],
  tenant: ["a tenant has 1 to 150 letters, digits and !-_.*'()", 'use a name such as platform'],
  unreachable: [
    'the pods of Loki are not known, and the network policy of the collector lets nothing out to it',
    'name them in Loki.fromUrl(url, { peer }), or where they are in network.egress',
  ],
  url: ['Loki is at a URL with http or https, without a path', 'write it like http://loki.monitoring.svc:3100'],
  namespaces: ['collecting from no namespace collects nothing', 'name a namespace, or leave it out for all of them'],
  unknownNamespace: [
    'no Namespace of this name is made here, though others are',
    'check the spelling; if it exists elsewhere, this is fine',
  ],
  labelBudget: [
    'every label multiplies the streams, and Loki takes at most 15 of them',
    'keep those that people select by, and move the rest to structuredMetadata',
  ],
  labelPerPod: [
    'this label has another value in each pod or run: as an index label each would be a stream of its own',
    'put it into structuredMetadata, where a query finds it after the selector',
  ],
  labelName: [
    'a label of Loki has letters, digits and "_", begins with no digit and no "__", and none of the names that are taken',
    'use a name such as team',
  ],
  redaction: [
    'a redaction is a regular expression of RE2 with at least one group, which is what goes',
    'write it like token=(\\S+)',
  ],
  privilegedNamespace: [
    'files of the node are read through a hostPath, which this namespace does not admit',
    'put the collector into a namespace with Pod Security privileged, such as monitoring-agents; or collect through the API',
  ],
  memory: ['a collector needs whole MiB of memory, 64 or more, and no limit below it', 'use Size.mebibytes(128)'],
  cores: ['cores are a number above 0, to a thousandth', 'use a number such as 0.1'],
});
