import { checkDnsSubdomain, checkEnvNames } from '../../core/names';
import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { networkFindings } from '../../kube/server-network';
import type { JupyterHubAuthenticator } from './authenticator';
import { DEFAULT_MEMORY } from './client-mode';
import type { NotebookProfile } from './profile';
import type { ProfileParts } from './profile-model';
import type { NotebookProfileProps } from './profile-props';
import { HUB_RULES, PROFILE_RULES } from './rules';
import { metadataFindings, secretKeyFindings } from './opening-findings';

/** Names that the spawner replaces. */
const TEMPLATE_NAMES = [
  'username',
  'userid',
  'user_server',
  'servername',
  'unescaped_username',
  'unescaped_servername',
];

/** Everything wrong with one profile; where it is, starts with its name. */
export function profileFindings(
  profile: NotebookProfile,
  parts: ProfileParts,
  authenticator: JupyterHubAuthenticator,
): Finding[] {
  const { _props: props, slug } = profile;
  const groups = props.groups ?? [];
  return [
    ...imageFindings(props),
    ...sizeFindings(props),
    ...environmentFindings(props, parts),
    ...networkFindings({ egress: props.egress ?? [] }).map((one) => ({ ...one, at: one.at.replace('network.', '') })),
    ...metadataFindings('egress', props.egress ?? []),
    ...(groups.length === 0 || authenticator._groups
      ? []
      : [{ rule: HUB_RULES.groupsUnknown, at: 'groups', value: groups }]),
    ...(parts.findings ?? []),
  ].map((finding) => ({ ...finding, at: `profiles.${slug}.${finding.at}` }));
}

function imageFindings({ image, pullSecrets = [] }: NotebookProfileProps): Finding[] {
  const last = image.slice(image.lastIndexOf('/') + 1);
  const good = /^[a-z0-9]+([._:/-]?[a-zA-Z0-9_.-]+)*(@sha256:[0-9a-f]{64})?$/.test(image);
  return [
    ...(good && /[:@]/.test(last) && !last.endsWith(':latest')
      ? []
      : [{ rule: PROFILE_RULES.image, at: 'image', value: image }]),
    ...pullSecrets.flatMap((secret, i) => checkDnsSubdomain(`pullSecrets[${i}]`, secret)),
  ];
}

function sizeFindings({ cores = 0.5, coreLimit, memory = DEFAULT_MEMORY, uid, gid }: NotebookProfileProps): Finding[] {
  const mib = mebibytes(memory);
  return [
    ...(cores > 0 ? [] : [{ rule: PROFILE_RULES.size, at: 'cores', value: cores }]),
    ...(Number.isInteger(mib) && mib >= 256 ? [] : [{ rule: PROFILE_RULES.size, at: 'memory', value: `${mib} MiB` }]),
    ...(coreLimit === undefined || coreLimit >= cores
      ? []
      : [{ rule: PROFILE_RULES.coreLimit, at: 'coreLimit', value: coreLimit, because: `cores is ${cores}` }]),
    ...Object.entries({ uid, gid })
      .filter(([, number]) => number !== undefined && !(Number.isInteger(number) && number > 0))
      .map(([at, value]) => ({ rule: PROFILE_RULES.identity, at, value })),
  ];
}

function environmentFindings({ env = {}, secretEnv = {} }: NotebookProfileProps, parts: ProfileParts): Finding[] {
  const own = { ...parts.env, ...parts.userEnv, ...parts.fieldEnv, ...parts.secretEnv };
  return [
    ...checkEnvNames('env', Object.keys(env)),
    ...checkEnvNames('secretEnv', Object.keys(secretEnv)),
    ...Object.entries(secretEnv).flatMap(([name, source]) => secretKeyFindings(`secretEnv["${name}"]`, source)),
    ...Object.keys({ ...env, ...secretEnv })
      .filter((name) => name in own)
      .map((value) => ({ rule: PROFILE_RULES.envOwned, at: 'env', value })),
    ...Object.entries(env)
      .filter(([, value]) => strayBraces(value))
      .map(([name, value]) => ({ rule: PROFILE_RULES.envBraces, at: `env["${name}"]`, value })),
    ...Object.entries(parts.secretEnv ?? {}).flatMap(([name, source]) => secretKeyFindings(name, source)),
  ];
}

/** Whether something in braces is left that the spawner does not know. */
function strayBraces(value: string): boolean {
  const known = new RegExp(`\\{\\{|\\}\\}|\\{(${TEMPLATE_NAMES.join('|')})\\}`, 'g');
  return /[{}]/.test(value.replace(known, ''));
}
