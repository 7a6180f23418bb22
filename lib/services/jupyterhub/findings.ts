import { checkDnsLabel, DNS_LABEL_MAX } from '../../core/names';
import { durationText } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import { networkFindings, peerFindings } from '../../kube/server-network';
import { sizeFindings } from '../spark-server/findings';
import { LONGEST_SUFFIX } from './names';
import type { NotebookProfile } from './profile';
import { metadataFindings, secretKeyFindings } from './opening-findings';
import { profileFindings } from './profile-findings';
import type { ProfileParts } from './profile-model';
import type { JupyterHubAccess, JupyterHubProps } from './props';
import { HUB_RULES, PROFILE_RULES } from './rules';
import { blockFindings, traitFindings } from './traits';
import { CULLER, secretTraits } from './values';

/** Everything wrong with a hub and its profiles. */
export function hubFindings(
  name: string,
  props: JupyterHubProps,
  added: readonly { readonly profile: NotebookProfile; readonly parts: ProfileParts }[],
): Finding[] {
  const { access, authenticator, database, storage, cores, memory, traits, extraConfig } = props;
  const defaults = added.filter(({ profile }) => profile._props.isDefault === true);
  return [
    ...checkDnsLabel('name', name, DNS_LABEL_MAX - LONGEST_SUFFIX.length),
    ...authenticator._findings,
    ...accessFindings(access, props),
    ...addressFindings(props),
    ...database._findings,
    ...secretFindings(props),
    ...(storage?._findings ?? []),
    ...cullerFindings(props),
    ...sizeFindings(cores, { memory }),
    ...openingFindings(props),
    ...traitFindings(traits),
    ...blockFindings(extraConfig),
    ...(added.length > 0 ? [] : [{ rule: PROFILE_RULES.noProfile, at: 'profiles', value: [] }]),
    ...(defaults.length < 2
      ? []
      : [{ rule: PROFILE_RULES.twoDefaults, at: 'profiles', value: defaults.map(({ profile }) => profile.name) }]),
    ...added.flatMap(({ profile, parts }) => profileFindings(profile, parts, authenticator)),
  ];
}

function accessFindings(access: JupyterHubAccess, { authenticator, traits = {} }: JupyterHubProps): Finding[] {
  const { everyone = false, users = [], groups = [], admins = [], adminGroups = [] } = access;
  const some = users.length + groups.length > 0;
  const open = everyone || some || admins.length + adminGroups.length > 0 || authenticator._admits;
  const known = open || traits['Authenticator.allow_existing_users'] === true;
  const lists = Object.entries({ users, groups, admins, adminGroups });
  const groupsOf = { groups: authenticator._groupClass !== undefined, adminGroups: authenticator._groups };
  return [
    ...(known ? [] : [{ rule: HUB_RULES.nobodyAllowed, at: 'access', value: access }]),
    ...(everyone && some ? [{ rule: HUB_RULES.everyoneAndSome, at: 'access.everyone', value: true }] : []),
    ...lists.flatMap(([prop, list]) =>
      list
        .filter((one) => one === '' || one !== one.trim())
        .map((value) => ({ rule: HUB_RULES.accessName, at: `access.${prop}`, value })),
    ),
    ...Object.entries({ groups, adminGroups }).flatMap(([prop, value]) =>
      value.length === 0 || groupsOf[prop as keyof typeof groupsOf]
        ? []
        : [{ rule: HUB_RULES.groupsUnknown, at: `access.${prop}`, value }],
    ),
  ];
}

/** What the hub is reached by, and what it has to reach. */
function addressFindings({ authenticator, database, ui, network = {} }: JupyterHubProps): Finding[] {
  const { clients = [], egress = [] } = network;
  const asks = [
    ...(authenticator._asks === undefined ? [] : [['authenticator', authenticator._asks] as const]),
    ...(database._url === undefined ? [] : [['database', 'postgresql'] as const]),
  ];
  const anybody = clients.findIndex(({ cidr }) => cidr?.endsWith('/0') === true);
  return [
    ...(authenticator._oauth && ui === undefined ? [{ rule: HUB_RULES.noAddress, at: 'ui', value: undefined }] : []),
    ...(egress.length > 0 ? [] : asks.map(([at, value]) => ({ rule: HUB_RULES.unreachable, at, value }))),
    ...(authenticator._insecure !== undefined && Object.keys(authenticator._secrets).length === 0 && anybody >= 0
      ? [{ rule: HUB_RULES.dummyOpen, at: `network.clients[${anybody}].cidr`, value: clients[anybody]?.cidr }]
      : []),
  ];
}

function secretFindings(props: JupyterHubProps): Finding[] {
  const { cookie, proxyToken, cryptKeys } = props.secrets;
  const own: [string, SecretSource][] = [
    ['secrets.cookie', cookie],
    ['secrets.proxyToken', proxyToken],
    ...(cryptKeys ? [['secrets.cryptKeys', cryptKeys] as [string, SecretSource]] : []),
    ...Object.entries(secretTraits(props)),
  ];
  const text = ({ secretName, key }: SecretSource): string => `${secretName}/${key}`;
  return own.flatMap(([at, source], i): Finding[] => {
    const twin = own.slice(0, i).find(([, other]) => text(other) === text(source));
    return [
      ...secretKeyFindings(at, source),
      ...(twin ? [{ rule: HUB_RULES.secretTwice, at, value: text(source), because: `as ${twin[0]}` }] : []),
    ];
  });
}

function cullerFindings({ culler = {} }: JupyterHubProps): Finding[] {
  const { idleTimeout, interval } = { ...CULLER, ...culler };
  const times = Object.entries({ idleTimeout, interval, maxAge: culler.maxAge });
  const wrong = times.filter(([, time]) => time !== undefined && !(time.toMilliseconds() >= 1000));
  const broken = times.filter(([, time]) => time !== undefined && time.toMilliseconds() % 1000 !== 0);
  const late = interval.toMilliseconds() > idleTimeout.toMilliseconds();
  return [...new Set([...wrong, ...broken, ...(late ? [['interval', interval] as const] : [])])].map(
    ([prop, time]) => ({
      rule: HUB_RULES.cullTimes,
      at: `culler.${prop}`,
      value: time && durationText(time),
    }),
  );
}

function openingFindings({ network = {} }: JupyterHubProps): Finding[] {
  const { notebookEgress = [], metricsClients = [] } = network;
  return [
    ...networkFindings(network),
    ...networkFindings({ egress: notebookEgress }).map((one) => ({
      ...one,
      at: one.at.replace('.egress', '.notebookEgress'),
    })),
    ...metricsClients.flatMap((peer, i) => peerFindings(`network.metricsClients[${i}]`, peer)),
    ...metadataFindings('network.notebookEgress', notebookEgress),
  ];
}
