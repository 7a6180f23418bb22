import type { Finding } from '../../core/rules';
import type { ZeppelinDirectoryProps, ZeppelinLdapProps } from './authentication';
import { found } from './findings';
import type { ZeppelinProps } from './props';
import { ZEPPELIN_RULES as RULES } from './rules';
import { shiroValues } from './shiro';

/** Findings for who asks users who they are. */
export function authenticationFindings(props: ZeppelinProps): Finding[] {
  const { ldap, activeDirectory, knox, anonymous } = props.authentication._kind;
  return [
    ...Object.entries(shiroValues(props.authentication._kind)).flatMap(([at, value]) =>
      value === '' || value.trim() !== value || /[\n\r]|\$\{/.test(value) ? found(RULES.iniValue, at, value) : [],
    ),
    ...(ldap ? [...directoryFindings(ldap), ...templateFindings(ldap)] : []),
    ...(activeDirectory ? directoryFindings(activeDirectory) : []),
    ...(knox && !/^https:\/\/[A-Za-z0-9.-]+(:\d+)?\/$/.test(knox.url)
      ? found(RULES.knoxUrl, 'authentication.url', knox.url)
      : []),
    ...(anonymous === undefined ? [] : openFindings(props)),
  ];
}

function directoryFindings({ url, insecureLdap = false, adminGroups }: ZeppelinDirectoryProps): Finding[] {
  return [
    ...(/^ldaps:\/\/[^\s/]+$/.test(url) || (insecureLdap && /^ldap:\/\/[^\s/]+$/.test(url))
      ? []
      : found(RULES.ldapUrl, 'authentication.url', url)),
    ...(adminGroups.length === 0 ? found(RULES.adminGroup, 'authentication.adminGroups', []) : []),
  ];
}

function templateFindings({ userDnTemplate, adminGroups }: ZeppelinLdapProps): Finding[] {
  return [
    ...(userDnTemplate.includes('{0}')
      ? []
      : found(RULES.ldapTemplate, 'authentication.userDnTemplate', userDnTemplate)),
    ...adminGroups.flatMap((group, i) =>
      /^[^,:\s"][^,:\n\r"]*$/.test(group) ? [] : found(RULES.roleGroup, `authentication.adminGroups[${i}]`, group),
    ),
  ];
}

function openFindings({ network = {} }: ZeppelinProps): Finding[] {
  return (network.clients ?? []).flatMap(({ cidr }, i) =>
    cidr?.endsWith('/0') === true ? found(RULES.anonymousOpen, `network.clients[${i}].cidr`, cidr) : [],
  );
}
