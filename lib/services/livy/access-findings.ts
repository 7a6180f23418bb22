import type { Finding } from '../../core/rules';
import type { LivyServerProps } from './props';
import { LIVY_SERVER_RULES as RULES } from './rules';

/** Findings for who may call a server, and what it believes of them. @param posters Namespaces whose jobs may call it. */
export function accessFindings(props: LivyServerProps, posters: readonly string[]): Finding[] {
  const { authentication, ui, tls, hadoopLogin } = props;
  return [
    ...authentication._findings,
    ...gatewayFindings(props, posters),
    ...(authentication._knowsUsers ? [] : userlessFindings(props)),
    ...listFindings(props),
    ...(tls !== undefined && ui !== undefined
      ? [{ rule: RULES.tlsBehindGateway, at: 'tls', value: tls.keystore.secretName }]
      : []),
    ...(hadoopLogin === undefined || /^[^/@\s]+(\/[^/@\s]+)?@[^/@\s]+$/.test(hadoopLogin.principal)
      ? []
      : [{ rule: RULES.launchPrincipal, at: 'hadoopLogin.principal', value: hadoopLogin.principal }]),
  ];
}

/** Whom the gateway asks are those who come through it; everybody else would be believed. */
function gatewayFindings({ authentication, ui, network = {} }: LivyServerProps, posters: readonly string[]): Finding[] {
  if (authentication._knowsUsers) return [];
  if (!authentication._gateway) {
    return ui === undefined ? [] : [{ rule: RULES.publicWithoutAuthentication, at: 'ui', value: ui.url }];
  }
  const { clients = [] } = network;
  return [
    ...(ui === undefined ? [{ rule: RULES.noWayIn, at: 'ui', value: undefined }] : []),
    ...clients.map((value, i) => ({ rule: RULES.noAuthentication, at: `network.clients[${i}]`, value })),
    ...posters.map((value) => ({ rule: RULES.noAuthentication, at: 'jobsMayPost', value })),
  ];
}

function userlessFindings({ accessControl, impersonation = false, superusers = [] }: LivyServerProps): Finding[] {
  return [
    ...(accessControl === undefined ? [] : [{ rule: RULES.userless, at: 'accessControl', value: accessControl }]),
    ...(impersonation ? [{ rule: RULES.userless, at: 'impersonation', value: true }] : []),
    ...(superusers.length > 0 ? [{ rule: RULES.userless, at: 'superusers', value: superusers }] : []),
  ];
}

function listFindings({ accessControl = {}, superusers }: LivyServerProps): Finding[] {
  const { users, modifyUsers, viewUsers } = accessControl;
  const lists = {
    superusers,
    'accessControl.users': users,
    'accessControl.modifyUsers': modifyUsers,
    'accessControl.viewUsers': viewUsers,
  };
  return Object.entries(lists).flatMap(([at, names = []]) =>
    names.filter((one) => one === '' || /[,\s]/.test(one)).map((value) => ({ rule: RULES.userName, at, value })),
  );
}
