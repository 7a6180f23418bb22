import { Duration } from 'cdk8s';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { SparkHistoryLogs } from '../../lib/services/history-server/logs';
import { SparkTesting } from '../../lib/testing';
import { schemaErrors } from '../schema/validator';
import { connect, history, METASTORE, metastore, Size, STORE, thrift, TO_STORE } from './servers';

const network = { clients: [{ namespace: 'ingress' }], egress: [TO_STORE] };

test.each([
  ['a History Server', history({ cleaner: { maxAge: Duration.days(3) }, network })],
  ['a History Server on a claim', history({ logs: SparkHistoryLogs.onNewClaim('e', { size: Size.gibibytes(1) }) })],
  ['a History Server in a store', history({ logs: SparkHistoryLogs.inStore(STORE, 'logs'), network })],
  ['a Connect server', connect({ network: { clients: [{ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] }] } })],
  ['a Thrift server', thrift({ features: [STORE], ui: UiEndpoint.external('https://spark.example.com/sql') })],
  [
    'a metastore',
    metastore({ replicas: 2, store: STORE, network: { egress: [...(METASTORE.network?.egress ?? [])] } }),
  ],
])('every object of %s is one of Kubernetes', (_, server) => {
  const manifests = SparkTesting.manifests(server);
  expect(manifests.length).toBeGreaterThan(4);
  expect(manifests.flatMap((one) => schemaErrors(one).map((error) => `${one.kind} ${error}`))).toEqual([]);
});
