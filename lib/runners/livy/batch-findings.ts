import { durationText } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import type { ILivyServer } from '../../spark/livy-server';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { isPlainPool } from './livy-batch';
import { LIVY_RULES } from './rules';

/** What Livy is allowed to do although it is not safe. */
export interface LivyRisks {
  readonly insecurePodsWithoutTemplate?: boolean;
  readonly insecureHttpCredentials?: boolean;
}

/** Findings for a server, as it stands in messages: `server.livyUrl`. */
export function serverFindings(server: ILivyServer, risks: LivyRisks): Finding[] {
  const { username, password, token, driverTemplate, executorTemplate } = server;
  const templates = { driverTemplate, executorTemplate };
  return [
    ...urlFindings(server.livyUrl),
    ...((username === undefined) === (password === undefined) && (token === undefined || username === undefined)
      ? []
      : [{ rule: LIVY_RULES.credentials, at: 'server', value: given({ username, password, token }) }]),
    ...((password ?? token) !== undefined && isHttp(server.livyUrl) && risks.insecureHttpCredentials !== true
      ? [{ rule: LIVY_RULES.httpCredentials, at: 'server.livyUrl', value: server.livyUrl }]
      : []),
    ...(Object.values(templates).includes(undefined) && risks.insecurePodsWithoutTemplate !== true
      ? [{ rule: LIVY_RULES.unhardened, at: 'server', value: given(templates) || 'no template' }]
      : []),
    ...Object.entries(templates)
      .filter(([, path]) => path !== undefined && !/^(\/|[a-z][a-z0-9]*:\/\/)[^\s]+$/.test(path))
      .map(([prop, value]) => ({ rule: LIVY_RULES.templatePath, at: `server.${prop}`, value })),
  ];
}

/** Findings for what an application asks of a server beyond the table of properties. */
export function batchFindings(app: ResolvedApplication, server: ILivyServer, namespace?: string): Finding[] {
  const { executor, image } = app;
  const { jobNamespaceName, jobNamespaceNames, sparkVersion } = server;
  const served = jobNamespaceName === undefined ? jobNamespaceNames : [jobNamespaceName];
  const grace = executor.props.terminationGracePeriod;
  return [
    ...(served === undefined || namespace === undefined || served.includes(namespace)
      ? []
      : [
          {
            rule: LIVY_RULES.jobNamespace,
            at: 'namespace',
            value: namespace,
            because: `there it is ${served.join(', ')}`,
          },
        ]),
    ...(sparkVersion !== undefined && sparkVersion.line !== image.version.line
      ? [
          {
            rule: LIVY_RULES.sparkLine,
            at: 'image',
            value: image.version.release,
            because: `the server's is ${sparkVersion.release}`,
          },
        ]
      : []),
    ...[app.driver, app.executor].flatMap(({ name, props: { nodes } }) =>
      nodes === undefined || isPlainPool(nodes)
        ? []
        : [{ rule: LIVY_RULES.nodePool, at: `${name}.nodes`, value: nodes.poolName }],
    ),
    ...(grace !== undefined && !image.version.traits.terminationGracePeriodProperty
      ? [{ rule: LIVY_RULES.executorGrace, at: 'executor.terminationGracePeriod', value: durationText(grace) }]
      : []),
    ...overwrittenFindings(app, server),
  ];
}

/** What may work, and is not known to. */
export function batchWarnings({ image }: ResolvedApplication, { sparkVersion }: ILivyServer): Finding[] {
  if (sparkVersion !== undefined || !image.version.atLeast('4.0')) return [];
  return [{ rule: LIVY_RULES.sparkUnknown, at: 'image', value: image.version.release }];
}

/** Label by which Livy finds its pods. */
const TAG = 'spark-app-tag';

function overwrittenFindings(
  { conf, driver, executor }: ResolvedApplication,
  { fixedProperties = [] }: ILivyServer,
): Finding[] {
  const taken = ['spark.ui.proxyBase', ...fixedProperties];
  return [
    ...Object.entries(conf.toMap())
      .filter(([key]) => taken.includes(key))
      .map(([key, value]) => ({ rule: LIVY_RULES.confOverwritten, at: `conf["${key}"]`, value })),
    ...[driver, executor]
      .filter(({ labels }) => TAG in labels)
      .map(({ name, labels }) => ({
        rule: LIVY_RULES.confOverwritten,
        at: `${name}.labels["${TAG}"]`,
        value: labels[TAG],
      })),
  ];
}

function urlFindings(value: string): Finding[] {
  const at = 'server.livyUrl';
  if (!URL.canParse(value)) return [{ rule: LIVY_RULES.url, at, value }];
  const { protocol, username, password, search, hash } = new URL(value);
  if (username !== '' || password !== '') return [{ rule: LIVY_RULES.urlCredentials, at, value: '(not shown)' }];
  const plain = /^https?:$/.test(protocol) && search === '' && hash === '';
  // The client adds the path of the interface.
  const own = value.replace(/\/*((batches|sessions|ui)\/*)?$/, '');
  if (plain && own !== value) return [{ rule: LIVY_RULES.url, at, value, fix: `write ${own}` }];
  return plain ? [] : [{ rule: LIVY_RULES.url, at, value }];
}

/** Whether what is sent there can be read on the way. */
function isHttp(url: string): boolean {
  return url.startsWith('http:');
}

function given(props: { readonly [name: string]: unknown }): string {
  return Object.keys(props)
    .filter((name) => props[name] !== undefined)
    .join(', ');
}
