import { Duration } from 'cdk8s';
import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { isPort } from '../../kube/server-network';
import { partFindings } from '../exporters/part-findings';
import { configurationText, receiversOf } from './configuration';
import type { AlertmanagerProps, AlertmanagerStorage, AlertRouting } from './props';
import { isMailAddress, secretFindings, type AlertReceiver } from './receiver';
import type { AlertMailServer } from './receiver-options';
import { routingFindings, tellsSomebody, timeFindings } from './route-findings';
import { ALERTMANAGER_RULES as RULES } from './rules';

/** How long silences and what was told are kept, unless somebody says otherwise. */
export const RETENTION = Duration.days(5);

/** Everything wrong with an Alertmanager. */
export function alertmanagerFindings(name: string, props: AlertmanagerProps): Finding[] {
  const { replicas = 1, retention = RETENTION, network = {}, mailServer } = props;
  const receivers = receiversOf(props);
  const [, variable] = /(\$\([A-Za-z0-9_]+\))/.exec(configurationText(props)) ?? [];
  return [
    ...partFindings(name, props),
    ...(Number.isInteger(replicas) && replicas >= 1 ? [] : [{ rule: RULES.replicas, at: 'replicas', value: replicas }]),
    ...timeFindings('', { retention }),
    ...storageFindings(props.storage),
    ...receivers.flatMap((receiver) => receiver._findings()),
    ...twiceFindings(receivers),
    ...mailFindings(mailServer, receivers),
    ...routingFindings(props, retention),
    ...(tellsSomebody(props) && (network.egress ?? []).length === 0 ? [unreachable(props)] : []),
    ...(variable === undefined ? [] : [{ rule: RULES.expanded, at: 'receivers', value: variable }]),
  ];
}

function unreachable(routing: AlertRouting): Finding {
  const names = receiversOf(routing).filter(({ _integrations }) => _integrations.length > 0);
  const because = `receivers: ${names.map(({ receiverName }) => receiverName).join(', ')}`;
  return { rule: RULES.unreachable, at: 'network.egress', value: [], because };
}

function storageFindings(storage: AlertmanagerStorage | undefined): Finding[] {
  const mib = storage === undefined ? 1 : mebibytes(storage.size);
  if (Number.isInteger(mib) && mib >= 1) return [];
  return [{ rule: RULES.storageSize, at: 'storage.size', value: `${mib} MiB` }];
}

/** The same name for the same thing is no mistake: everybody may say `AlertReceiver.none()`. */
function twiceFindings(receivers: readonly AlertReceiver[]): Finding[] {
  const texts = new Map<string, string>();
  const twice = new Set<string>();
  for (const { receiverName, _config } of receivers) {
    const text = JSON.stringify(_config);
    if ((texts.get(receiverName) ?? text) !== text) twice.add(receiverName);
    texts.set(receiverName, text);
  }
  return [...twice].map((value) => ({ rule: RULES.receiverTwice, at: 'receivers', value }));
}

function mailFindings(server: AlertMailServer | undefined, receivers: readonly AlertReceiver[]): Finding[] {
  const mailing = receivers.find(({ _mails }) => _mails);
  if (server === undefined) {
    if (mailing === undefined) return [];
    return [
      { rule: RULES.mailServer, at: 'mailServer', value: undefined, because: `receiver ${mailing.receiverName}` },
    ];
  }
  const { host, port = 587, from, username, password, insecurePlainText = false } = server;
  const login = username !== undefined || password !== undefined;
  const wrongLogin = login && (username === undefined || password === undefined || insecurePlainText);
  return [
    ...(/^[\w.-]+$/.test(host) ? [] : [{ rule: RULES.mailHost, at: 'mailServer.host', value: host }]),
    ...(isPort(port) ? [] : [{ rule: RULES.mailHost, at: 'mailServer.port', value: port }]),
    ...(isMailAddress(from) ? [] : [{ rule: RULES.mailFrom, at: 'mailServer.from', value: from }]),
    ...(wrongLogin ? [{ rule: RULES.mailLogin, at: 'mailServer.username', value: username }] : []),
    ...(password ? secretFindings('mailServer.password', password) : []),
  ];
}
