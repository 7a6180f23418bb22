import { Chart, Size, Testing } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { LivyServer, SecretSource, SparkImage, SparkVersion } from '../../../lib';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { ZeppelinAuthentication } from '../../../lib/services/zeppelin/authentication';
import { ZeppelinInterpreter } from '../../../lib/services/zeppelin/interpreters';
import type { ZeppelinProps } from '../../../lib/services/zeppelin/props';
import { Zeppelin } from '../../../lib/services/zeppelin/zeppelin';
import { render } from './jinja';

export const NAMESPACE = 'notes';
export const SPARK = SparkImage.official(SparkVersion.V3_5);
export const LDAP = {
  url: 'ldaps://ldap.example.com',
  searchBase: 'dc=example,dc=com',
  userDnTemplate: 'uid={0},ou=people,dc=example,dc=com',
  adminGroups: ['platform'],
  systemUser: 'cn=reader,dc=example,dc=com',
  systemPassword: SecretSource.fromKubernetes('ldap', 'password'),
};
export const LIVY = LivyServer.fromUrl('http://livy.livy.svc:8998', {
  token: SecretSource.fromKubernetes('livy', 'token'),
});

export const ZEPPELIN: ZeppelinProps = {
  interpreters: [
    ZeppelinInterpreter.spark({ image: SPARK }),
    ZeppelinInterpreter.livy(LIVY),
    ZeppelinInterpreter.python(),
    ZeppelinInterpreter.markdown(),
  ],
  authentication: ZeppelinAuthentication.ldap(LDAP),
  storage: { size: Size.gibibytes(10) },
};

export const chart = (): Chart => new Chart(Testing.app(), 'c', { namespace: NAMESPACE });

export const zeppelin = (props: Partial<ZeppelinProps> = {}, scope = chart()): Zeppelin =>
  new Zeppelin(scope, 'zeppelin', { ...ZEPPELIN, namespace: NAMESPACE, ...props });

/** Every object of a server. */
export const objects = (server: Zeppelin): Manifest[] => SparkTesting.manifests(server);

/** What is wrong with a server. */
export const findings = (server: Zeppelin): string[] => server.node.findAll().flatMap(({ node }) => node.validate());

/** The files of a server, by name. */
export const filesOf = (server: Zeppelin): { readonly [name: string]: string } =>
  (objects(server).find(({ metadata }) => metadata.name.startsWith(`${server.serverName}-files`))?.data ?? {}) as {
    [name: string]: string;
  };

/** What the launcher knows of an interpreter. */
export const launch = (group: string, more: object = {}): object => ({
  zeppelin: {
    k8s: {
      interpreter: {
        pod: { name: `${group}-abcdef` },
        group: { id: `${group}-ada@example.com`, name: group },
        setting: { name: group },
        rpc: { portRange: '12321:12321' },
        ...more,
      },
      server: { uid: '7e1d', pod: { name: 'zeppelin-0' }, rpc: { service: 'zeppelin.notes.svc', portRange: 12320 } },
      envs: { SERVICE_DOMAIN: 'svc', HOME: '/elsewhere', SPARK_SUBMIT_OPTIONS: ' --conf spark.driver.port=22321' },
    },
  },
});

/** Pod and Service of an interpreter, as the launcher would make them. */
export function launched(server: Zeppelin, group: string, more: object = {}): Launched {
  const text = render(filesOf(server)['100-interpreter-spec.yaml'] ?? '', launch(group, more));
  const [pod, service] = parseAllDocuments(text).map((document) => document.toJS() as unknown);
  return { pod, service } as Launched;
}

/** What a test looks into. */
export interface Launched {
  readonly pod: Manifest & { readonly spec: PodSpec };
  readonly service: Manifest;
}

interface PodSpec {
  readonly [field: string]: unknown;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

interface Container {
  readonly [field: string]: unknown;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
}
