import { rules } from '../../core/rules';

/** Mistakes about Loki. */
export const LOKI_RULES = rules('loki', {
  replicas: [
    'Loki here is one pod, or three that keep three copies and bear the loss of one; two bear none',
    'use 1 or 3',
  ],
  replicasOnClaim: [
    'replicas read what the others wrote, and a claim belongs to one pod',
    'use an object store: LokiStorage.s3, azure or gcs; or one replica',
  ],
  store: ['the name or address of the object store is none', 'write it as the cloud shows it'],
  storeUnreachable: [
    'chunks go to a store outside the pod, and its network policy lets nothing out but DNS',
    'name the store in network.egress, and the endpoint of its identities if it uses one',
  ],
  claimSize: [
    'the claim holds the write-ahead log, which grows to what is in memory, and with LokiStorage.claim everything',
    'use Size.gibibytes(10) or the like',
  ],
  twoClaims: [
    'with LokiStorage.claim one claim holds everything, the write-ahead log among it',
    'leave out walClaim, and give its size to LokiStorage.claim',
  ],
  retention: [
    'logs are deleted by the day, as the index is cut: retention is a whole number of days, at least one',
    'use Duration.days(7) or the like',
  ],
  streamRetention: [
    'a stream retention has a selector with at least one matcher that is not empty, and a period of whole days',
    'write it like selector: \'{spark_role="executor"}\', period: Duration.days(2)',
  ],
  longerStream: [
    'streams that are kept longer than the rest are a mistake more often than not: the queries of people end at retention',
    'raise retention, and name what is to go sooner',
  ],
  schemaFrom: [
    'the schema begins at a day, written as year, month and day, and never changes once there is data',
    'leave it out for a new installation; else write the day of the old one, like 2024-04-01',
  ],
  tenant: [
    "a tenant has 1 to 150 letters, digits and !-_.*'(), and is not made of dots alone",
    'use a name such as platform',
  ],
  tenantWithoutAuth: [
    'without authentication Loki ignores the tenant of a request and stores everything under one of its own',
    'leave out tenant, or leave out authEnabled: false',
  ],
  limit: ['a limit is more than nothing, and a burst is at least what it bursts from', 'leave it out, or raise it'],
  labels: [
    'every label multiplies the streams, and more than 15 of them are refused by most readers',
    'use 15 or fewer; what is different in each pod belongs into structured metadata',
  ],
  memory: ['a server of logs needs whole MiB of memory, 256 or more, and no limit below it', 'use Size.gibibytes(1)'],
  cores: ['cores are a number above 0, to a thousandth', 'use a number such as 0.5'],
});
