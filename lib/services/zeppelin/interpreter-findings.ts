import type { Finding } from '../../core/rules';
import { applicationFindings } from '../../spark/application-findings';
import type { ILivyServer } from '../../spark/livy-server';
import { poolFindings } from '../../spark/node-placement-findings';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { SparkServerOpening } from '../../kube/server-network';
import { found } from './findings';
import { decidedProperties } from './interpreter-json';
import { ZeppelinBinding, type ZeppelinInterpreter } from './interpreters';
import type { ZeppelinProps } from './props';
import { ZEPPELIN_RULES as RULES } from './rules';

/** Spark that Zeppelin's interpreter works with: from the first line up to, and not with, the second. */
const SPARK_LINES = { from: '3.3', before: '4.1' } as const;
/** Namespaces, accounts and images stand in the template. */
const FIXED = /^zeppelin\.k8s\.(namespace|server\.|envs|interpreter\.(?!cores$|memory$)|spark\.)/;

/** Findings for the interpreters of a server. */
export function interpreterFindings(props: ZeppelinProps, app: ResolvedApplication | undefined): Finding[] {
  const { interpreters } = props;
  const groups = interpreters.map(({ group }) => group);
  return [
    ...(groups.length === 0 ? found(RULES.noInterpreter, 'interpreters', []) : []),
    ...interpreters.flatMap((one, i) => {
      const at = `interpreters[${i}]`;
      return [
        ...(groups.indexOf(one.group) === i ? [] : found(RULES.interpreterTwice, at, one.group)),
        ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(one.group) ? [] : found(RULES.group, at, one.group)),
        ...propertyFindings(at, one, app),
        ...(one._spark ? sparkFindings(at, props, one) : []),
        ...(one._livy ? livyFindings(at, props, one, one._livy) : []),
      ];
    }),
    ...(app === undefined
      ? []
      : [
          ...applicationFindings(app).filter(({ at }) => at !== 'application.main'),
          ...poolFindings(app),
          ...Object.keys(app._lateProperties).flatMap((key) => found(RULES.lateProperty, 'interpreters', key)),
        ]),
  ];
}

function propertyFindings(at: string, one: ZeppelinInterpreter, app: ResolvedApplication | undefined): Finding[] {
  const decided = decidedProperties(one, app);
  return Object.entries(one._properties).flatMap(([key, value]) => {
    const where = `${at}.properties["${key}"]`;
    // A value here is a secret: it is not repeated.
    if (/password|secret|token|credential/i.test(key)) {
      return found(RULES.secretSetting, where, '***', 'interpreter.json stands in a ConfigMap');
    }
    if (key in decided || FIXED.test(key)) return found(RULES.property, where, value);
    return /[\n\r]/.test(value) || key.trim() !== key || key === '' ? found(RULES.property, where, value) : [];
  });
}

function sparkFindings(at: string, props: ZeppelinProps, { _spark: spark }: ZeppelinInterpreter): Finding[] {
  if (spark === undefined) return [];
  const { version } = spark.image;
  const where = `${at}.image`;
  if (version.atLeast(SPARK_LINES.before) || !version.atLeast(SPARK_LINES.from)) {
    return found(RULES.sparkVersion, where, version.release);
  }
  if (!version.atLeast('4.0') || props.interpreterImage !== undefined || props.image !== undefined) return [];
  return found(RULES.sparkJava, where, version.release);
}

function livyFindings(at: string, props: ZeppelinProps, one: ZeppelinInterpreter, livy: ILivyServer): Finding[] {
  const { SHARED, SCOPED_PER_NOTE, ISOLATED_PER_NOTE } = ZeppelinBinding;
  const { livyUrl, username, password, caConfigMapName } = livy;
  const url = /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[\w./-]*[\w-])?$/.test(livyUrl);
  const basic = username ?? password?.secretName;
  const isAnonymous = props.authentication._isAnonymous;
  return [
    ...(url ? [] : found(RULES.livyUrl, `${at}.livyUrl`, livyUrl)),
    ...(!isAnonymous && [SHARED, SCOPED_PER_NOTE, ISOLATED_PER_NOTE].includes(one.binding)
      ? found(RULES.livyBinding, `${at}.binding`, one.binding)
      : []),
    ...(basic === undefined ? [] : found(RULES.livyPassword, `${at}.username`, basic)),
    ...(caConfigMapName === undefined ? [] : found(RULES.livyAuthority, `${at}.caConfigMapName`, caConfigMapName)),
    ...(url && livyPeer(livy) === undefined && (props.network?.interpreterEgress ?? []).length === 0
      ? found(RULES.livyUnreachable, `${at}.livyUrl`, livyUrl)
      : []),
  ];
}

/** Where a Livy server in the cluster is, from its URL: its port is that of its Service and its pods. */
export function livyPeer({ livyUrl, livyPeer: pods }: ILivyServer): SparkServerOpening | undefined {
  const [, scheme, namespace, port] =
    /^(https?):\/\/[a-z0-9-]+\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?(?::(\d+))?(?:\/|$)/.exec(livyUrl) ?? [];
  if (namespace === undefined) return undefined;
  return { ...(pods ?? { namespace }), ports: [Number(port ?? (scheme === 'https' ? 443 : 80))] };
}
