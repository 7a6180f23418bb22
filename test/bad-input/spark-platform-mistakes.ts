import { ApiObject, type App } from 'cdk8s';
import {
  ConnectComponent,
  ObjectStore,
  SparkImage,
  SparkPlatform,
  SparkVersion,
  UiSignOn,
  type SparkPlatformProps,
} from '../../lib';
import type { Mistake } from './mistake';

const IMAGE = SparkImage.official(SparkVersion.V4_1);

const platform =
  (props: Partial<SparkPlatformProps>, more: (made: SparkPlatform) => void = () => undefined) =>
  (app: App): void =>
    more(new SparkPlatform(app, 'platform', { image: IMAGE, ...props }));

const door = (kind: string, spec: object) => (made: SparkPlatform) =>
  void new ApiObject(made.groundFor('side'), 'Door', { apiVersion: 'v1', kind, metadata: { name: 'door' }, spec });

/** A platform and its parts. */
export const SPARK_PLATFORM_MISTAKES: readonly Mistake[] = [
  {
    name: 'a Service that leads in without a sign-on',
    build: platform({}, door('Service', { type: 'NodePort', selector: { app: 'x' }, ports: [{ port: 80 }] })),
    rule: 'policy/sign-on',
    at: 'spec.type',
    value: '"NodePort"',
    path: 'platform',
    says: 'Service side/door',
  },
  {
    name: 'a domain that is none',
    build: platform({ ingress: { domain: 'Spark.Example' } }),
    rule: 'names/dns-label',
    at: 'ingress.domain',
    value: '"Spark.Example"',
    path: 'platform',
    spreads: true,
  },
  {
    name: 'a history that nobody signs on to',
    build: platform(
      { ingress: { domain: 'spark.example.com' }, components: { history: true } },
      (made) => void made.addTenant('etl'),
    ),
    rule: 'ingress/no-sign-on',
    at: 'signOn',
    value: '"required"',
    path: 'etl/Tenant/History/Route',
    spreads: true,
  },
  {
    name: 'a store that the history server cannot reach',
    build: platform({ components: { history: { store: ObjectStore.s3({ bucket: 'b', webIdentity: true }) } } }),
    rule: 'history/store-unreachable',
    at: 'network.egress',
    value: '[]',
    path: 'history/history',
  },
  {
    name: 'a public page without a reason',
    build: () => void UiSignOn.insecurePublic(' '),
    rule: 'ingress/public-reason',
    at: 'reason',
    value: '" "',
    path: null,
  },
  {
    name: 'two components of one name',
    build: platform({ components: { connect: true } }, (made) => made.addComponent(new ConnectComponent())),
    rule: 'platform/component-twice',
    at: 'componentName',
    value: '"connect"',
    path: 'platform',
  },
  {
    name: 'two tenants of one namespace',
    build: platform({}, (made) => {
      made.addTenant('a', { name: 'etl' });
      made.addTenant('b', { name: 'etl' });
    }),
    rule: 'platform/tenant-twice',
    at: 'name',
    value: '"etl"',
    path: 'platform/b',
  },
];
