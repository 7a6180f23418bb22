import type { Finding } from '../../core/rules';
import { tcp, type PolicyRow } from '../../kube/network-policy';
import type { ILivyServer } from '../../spark/livy-server';
import type { SparkServerOpening } from '../../kube/server-network';
import type { ProfileParts } from './profile-model';
import type { ConnectProfileProps, SparkmagicProfileProps } from './profile-props';
import { PROFILE_RULES } from './rules';
import {
  SPARKMAGIC_DIRECTORY,
  SPARKMAGIC_SCRIPT,
  SPARKMAGIC_TEMPLATE,
  sparkmagicConfig,
  sparkmagicFindings,
} from './sparkmagic';

const TOKEN_VARIABLE = 'SPARK_CONNECT_TOKEN';
const LIVY_PORT = 8998;
const AUTHORITY_DIRECTORY = '/etc/livy-authority';

/** A notebook without a way to Spark. */
export function plainParts(): ProfileParts {
  return { env: {} };
}

/** A notebook that is a client of Livy. */
export function sparkmagicParts(props: SparkmagicProfileProps): ProfileParts {
  const { livy, livyPeer, proxyUser = false, egress = [] } = props;
  const content = `${JSON.stringify(sparkmagicConfig(props), undefined, 2)}\n`;
  const way = wayTo(livyPeer ?? podsOf(livy), egress, 'livyPeer', livy.livyUrl);
  return {
    env: {
      SPARKMAGIC_CONF_DIR: SPARKMAGIC_DIRECTORY,
      ...(livy.caConfigMapName !== undefined && { REQUESTS_CA_BUNDLE: `${AUTHORITY_DIRECTORY}/ca.crt` }),
    },
    secretEnv: {
      ...(livy.password && { LIVY_PASSWORD: livy.password }),
      ...(livy.token && { LIVY_TOKEN: livy.token }),
    },
    files: [{ key: 'config.json', path: SPARKMAGIC_TEMPLATE, content }],
    directories: [SPARKMAGIC_DIRECTORY],
    setup: {
      script: SPARKMAGIC_SCRIPT,
      userEnv: { ...(proxyUser && { LIVY_PROXY_USER: '{unescaped_username}' }) },
    },
    ...(livy.caConfigMapName !== undefined && {
      authority: { configMapName: livy.caConfigMapName, directory: AUTHORITY_DIRECTORY },
    }),
    egress: way.rows,
    findings: [...sparkmagicFindings(props), ...way.findings],
  };
}

/** A notebook that is a client of Spark Connect. */
export function connectParts({ server, token, egress = [] }: ConnectProfileProps): ProfileParts {
  const { connectUrl, connectPort, connectPeer } = server;
  const known = connectPeer && { ...connectPeer, ports: [connectPort] };
  const way = wayTo(known ?? serviceOf(connectUrl), egress, 'egress', connectUrl);
  const base = connectUrl.includes('/;') ? connectUrl : `${connectUrl.replace(/\/$/, '')}/;`;
  const secure = /;use_ssl=true(;|$)/i.test(connectUrl);
  // Clients send `token` only over TLS. Inside the cluster it is the header itself, as the server reads it.
  const shown = secure ? 'token=' : 'authorization=Bearer%20';
  return {
    env: {
      SPARK_REMOTE: token === undefined ? connectUrl : `${base.replace(/;?$/, ';')}${shown}$(${TOKEN_VARIABLE})`,
    },
    secretEnv: { ...(token && { [TOKEN_VARIABLE]: token }) },
    egress: way.rows,
    findings: [
      ...way.findings,
      ...(/^sc:\/\/[^/;\s]+(\/|$)/.test(connectUrl) && !/;(token|authorization)=/i.test(connectUrl)
        ? []
        : [{ rule: PROFILE_RULES.connectUrl, at: 'server.connectUrl', value: connectUrl }]),
    ],
  };
}

/** The pods of a Livy server: its own where it tells them, and otherwise what its URL says. */
function podsOf({ livyUrl, livyPeer }: ILivyServer): SparkServerOpening | undefined {
  const byName = serviceOf(livyUrl);
  return livyPeer === undefined ? byName : { ...livyPeer, ports: byName?.ports ?? [LIVY_PORT] };
}

/** A Service by its name inside of the cluster, `http://livy.spark.svc:8998`: any pod of the namespace, on that port. */
function serviceOf(url: string): SparkServerOpening | undefined {
  const [, namespace, port] =
    /^[a-z]+:\/\/[-a-z0-9]+\.([-a-z0-9]+)\.svc(?:\.cluster\.local)?:(\d+)(?:[/;].*)?$/.exec(url) ?? [];
  return namespace === undefined ? undefined : { namespace, ports: [Number(port)] };
}

/** The opening to a server, or the finding that there is none. Openings of the profile are made elsewhere. */
function wayTo(
  peer: SparkServerOpening | undefined,
  others: readonly SparkServerOpening[],
  at: string,
  value: string,
): { rows: PolicyRow[]; findings: Finding[] } {
  if (peer !== undefined) return { rows: [{ peers: [peer], ports: [tcp(...peer.ports)] }], findings: [] };
  return { rows: [], findings: others.length > 0 ? [] : [{ rule: PROFILE_RULES.peerUnknown, at, value }] };
}
