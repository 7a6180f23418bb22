import { App, Yaml } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { NginxCrds } from '../../lib';
import { SparkTesting } from '../../lib/testing';
import { nginx } from '../ingress/samples';
import { hub, PLAIN } from './jupyterhub/hub';
import { livy } from './livy/servers';
import { connect, history, metastore, thrift } from './servers';
import { cluster } from './standalone/cluster';
import { zeppelin } from './zeppelin/zeppelins';

function nginxAndSignOn(): App {
  const app = new App();
  nginx(app, { crds: NginxCrds.EXTERNAL });
  return app;
}

const COMPONENTS: { readonly [name: string]: () => IConstruct } = {
  SparkHistoryServer: () => history(),
  SparkConnectServer: () => connect(),
  SparkThriftServer: () => thrift(),
  HiveMetastore: () => metastore(),
  StandaloneCluster: () => cluster(),
  LivyServer: () => livy(),
  JupyterHub: () => hub({ profiles: [PLAIN] }),
  Zeppelin: () => zeppelin(),
  'NginxIngress and OAuth2Proxy': nginxAndSignOn,
};

test.each(Object.entries(COMPONENTS))('%s, whole', (_, component) => {
  expect(Yaml.stringify(...SparkTesting.manifests(component()))).toMatchSnapshot();
});
