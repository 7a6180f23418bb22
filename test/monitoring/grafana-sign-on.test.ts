import { GrafanaAuthentication } from '../../lib/monitoring/grafana/authentication';
import { SparkTesting } from '../../lib/testing';
import { container, findings, grafana, ini, secret, workload } from './grafana-samples';

const TENANT = '11111111-2222-3333-4444-555555555555';
const OUT = { egress: [{ cidr: '0.0.0.0/0', ports: [443] }] };
const OIDC = {
  authorizationUrl: 'https://id.example.com/auth',
  tokenUrl: 'https://id.example.com/token',
  userInfoUrl: 'https://id.example.com/me',
  clientId: 'grafana',
  clientSecret: secret('oidc'),
};

describe('OpenID Connect', () => {
  test('makes everybody a viewer who has no role', () => {
    const server = grafana({ authentication: GrafanaAuthentication.oidc(OIDC), network: OUT });
    expect(ini(server)['auth.generic_oauth']).toMatchObject({
      enabled: 'true',
      client_id: 'grafana',
      auth_url: OIDC.authorizationUrl,
      token_url: OIDC.tokenUrl,
      api_url: OIDC.userInfoUrl,
      scopes: 'openid email profile',
      use_pkce: 'true',
      allow_assign_grafana_admin: 'false',
      role_attribute_path: "`'Viewer'`",
    });
    expect(ini(server).auth).toEqual({ disable_login_form: 'true' });
    expect(container(server).env).toContainEqual({
      name: 'GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET',
      valueFrom: { secretKeyRef: { name: 'grafana', key: 'oidc' } },
    });
    expect(findings(server)).toEqual([]);
  });

  test('gives roles by groups, the highest first', () => {
    const authentication = GrafanaAuthentication.oidc({
      ...OIDC,
      allowedGroups: ['spark'],
      roles: { admins: ['ops', 'sre'], editors: ['data'] },
      loginForm: true,
    });
    expect(ini(grafana({ authentication, network: OUT }))).toMatchObject({
      'auth.generic_oauth': {
        scopes: 'openid email profile groups',
        groups_attribute_path: 'groups',
        allowed_groups: 'spark',
        role_attribute_path:
          "`(contains(groups[*], 'ops') || contains(groups[*], 'sre')) && 'Admin' || (contains(groups[*], 'data')) && 'Editor' || 'Viewer'`",
      },
      auth: { disable_login_form: 'false' },
    });
  });
});

describe('Microsoft Entra ID', () => {
  test('lets the tenant in, with a secret', () => {
    const authentication = GrafanaAuthentication.entraId({
      tenantId: TENANT,
      clientId: 'app',
      clientSecret: secret('entra'),
    });
    const server = grafana({ authentication, network: OUT });
    expect(ini(server)['auth.azuread']).toMatchObject({
      client_authentication: 'client_secret_post',
      allowed_organizations: TENANT,
      token_url: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
    });
    expect(ini(server)['auth.azuread']).not.toHaveProperty('org_mapping');
    expect(container(server).env.map(({ name }) => name)).toContain('GF_AUTH_AZUREAD_CLIENT_SECRET');
    expect(findings(server)).toEqual([]);
  });

  test('needs no secret where pods prove who they are', () => {
    const authentication = GrafanaAuthentication.entraId({
      tenantId: TENANT,
      clientId: 'app',
      allowedGroups: ['g1'],
      roles: { admins: ['g2'] },
    });
    const server = grafana({ authentication, network: OUT });
    expect(ini(server)['auth.azuread']).toMatchObject({
      client_authentication: 'workload_identity',
      allowed_groups: 'g1',
      org_mapping: 'g2:1:Admin, *:1:Viewer',
    });
    expect(SparkTesting.find(server, 'ServiceAccount').metadata.annotations).toEqual({
      'azure.workload.identity/client-id': 'app',
    });
    expect(workload(server).template.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
    expect(workload(server).template.spec.automountServiceAccountToken).toBe(false);
  });
});
