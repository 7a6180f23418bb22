import type { Finding } from '../../core/rules';
import type { AuthenticationModel } from './authentication-model';
import type { GrafanaEntraIdOptions, GrafanaOidcOptions, GrafanaRoles } from './authentication-props';
import { GRAFANA_RULES as RULES } from './rules';

const ENTRA = 'https://login.microsoftonline.com';
const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What both kinds of provider have in common. */
const SHARED = {
  enabled: true,
  // Who the provider lets in gets an account at the first visit.
  allow_sign_up: true,
  use_pkce: true,
  use_refresh_token: true,
  allow_assign_grafana_admin: false,
};

/** A provider of OpenID Connect, in Grafana's words. */
export function oidcModel(options: GrafanaOidcOptions): AuthenticationModel {
  const { authorizationUrl, tokenUrl, userInfoUrl, clientId, groupsClaim = 'groups' } = options;
  const { allowedGroups = [], roles = {}, displayName = 'OpenID Connect' } = options;
  const usesGroups = allowedGroups.length > 0 || namesOf(roles).length > 0;
  const scopes = options.scopes ?? ['openid', 'email', 'profile', ...(usesGroups ? ['groups'] : [])];
  return {
    ini: {
      auth: formOf(options.loginForm),
      'auth.generic_oauth': {
        ...SHARED,
        name: displayName,
        client_id: clientId,
        scopes: scopes.join(' '),
        auth_url: authorizationUrl,
        token_url: tokenUrl,
        api_url: userInfoUrl,
        ...(usesGroups && { groups_attribute_path: groupsClaim }),
        ...(allowedGroups.length > 0 && { allowed_groups: allowedGroups.join(', ') }),
        role_attribute_path: rolePath(groupsClaim, roles),
      },
    },
    secrets: { GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: options.clientSecret },
    asks: true,
    // The browser goes to the authorization page, not the pod.
    calls: [tokenUrl, userInfoUrl],
    findings: [
      ...urlFindings({ authorizationUrl, tokenUrl, userInfoUrl }),
      ...clientFindings(clientId),
      ...groupFindings(allowedGroups, roles),
    ],
  };
}

/** Microsoft Entra ID, in Grafana's words. */
export function entraIdModel(options: GrafanaEntraIdOptions): AuthenticationModel {
  const { tenantId, clientId, clientSecret, allowedGroups = [], roles = {} } = options;
  const groups = namesOf(roles);
  return {
    ini: {
      auth: formOf(options.loginForm),
      'auth.azuread': {
        ...SHARED,
        name: 'Microsoft Entra ID',
        client_id: clientId,
        client_authentication: clientSecret === undefined ? 'workload_identity' : 'client_secret_post',
        scopes: 'openid email profile',
        auth_url: `${ENTRA}/${tenantId}/oauth2/v2.0/authorize`,
        token_url: `${ENTRA}/${tenantId}/oauth2/v2.0/token`,
        allowed_organizations: tenantId,
        ...(allowedGroups.length > 0 && { allowed_groups: allowedGroups.join(', ') }),
        ...(groups.length > 0 && { org_mapping: mapping(roles) }),
      },
    },
    secrets: clientSecret === undefined ? {} : { GF_AUTH_AZUREAD_CLIENT_SECRET: clientSecret },
    asks: true,
    calls: [`${ENTRA}/`],
    ...(clientSecret === undefined && { workloadIdentity: clientId }),
    findings: [
      ...(GUID.test(tenantId) ? [] : [{ rule: RULES.tenant, at: 'authentication.tenantId', value: tenantId }]),
      ...clientFindings(clientId),
      ...groupFindings(allowedGroups, roles),
    ],
  };
}

/** The administrator's password stays good for the API and for a day without the provider. */
function formOf(loginForm = false): { readonly disable_login_form: boolean } {
  return { disable_login_form: !loginForm };
}

function namesOf({ admins = [], editors = [] }: GrafanaRoles): string[] {
  return [...admins, ...editors];
}

/** JMESPath: the first role whose groups the user is in. */
function rolePath(claim: string, { admins = [], editors = [] }: GrafanaRoles): string {
  const test = (group: string): string => `contains(${claim}[*], '${group}')`;
  const role = (groups: readonly string[], name: string): string[] =>
    groups.length === 0 ? [] : [`(${groups.map(test).join(' || ')}) && '${name}'`];
  return [...role(admins, 'Admin'), ...role(editors, 'Editor'), "'Viewer'"].join(' || ');
}

/** Entra ID has no such path: groups get roles in the only organization. */
function mapping({ admins = [], editors = [] }: GrafanaRoles): string {
  return [...admins.map((id) => `${id}:1:Admin`), ...editors.map((id) => `${id}:1:Editor`), '*:1:Viewer'].join(', ');
}

function urlFindings(urls: { readonly [prop: string]: string }): Finding[] {
  return Object.entries(urls)
    .filter(([, url]) => !isPlace(url))
    .map(([prop, value]) => ({ rule: RULES.providerUrl, at: `authentication.${prop}`, value }));
}

function isPlace(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return protocol === 'https:' && username === '' && password === '' && hash === '';
}

function clientFindings(clientId: string): Finding[] {
  return clientId.trim() === '' ? [{ rule: RULES.clientId, at: 'authentication.clientId', value: clientId }] : [];
}

function groupFindings(allowed: readonly string[], roles: GrafanaRoles): Finding[] {
  return Object.entries({
    allowedGroups: allowed,
    'roles.admins': roles.admins,
    'roles.editors': roles.editors,
  }).flatMap(([prop, groups = []]) =>
    groups
      .filter((group) => group === '' || /[\s,:'"`\\]/.test(group))
      .map((value) => ({ rule: RULES.group, at: `authentication.${prop}`, value })),
  );
}
