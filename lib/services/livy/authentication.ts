import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import { LIVY_SERVER_RULES as RULES } from './rules';

/** A directory that knows users and their passwords, sent by HTTP basic authentication. */
export interface LivyLdapProps {
  /** Its address: `ldaps://ldap.example.com:636`. */
  readonly url: string;
  /** Where users are: a user `ann` is `uid=ann,<baseDn>`. @default - see domain */
  readonly baseDn?: string;
  /** Domain of Active Directory: a user `ann` is `ann@<domain>`. @default - see baseDn */
  readonly domain?: string;
  /** Whether a connection to `ldap://` turns to TLS before anything is sent. @default false */
  readonly startTls?: boolean;
}

/** Kerberos tickets over HTTP (SPNEGO). */
export interface LivyKerberosProps {
  /** `HTTP/livy.example.com@EXAMPLE.COM`, with the host that clients use. */
  readonly principal: string;
  /** The keytab, in the namespace of the server. */
  readonly keytab: SecretSource;
  /** How principals become names of users. @default DEFAULT */
  readonly nameRules?: string;
}

/** A servlet filter in the image. */
export interface LivyFilterProps {
  /** Livy's name of it, such as `oidc`. */
  readonly name: string;
  /** The full name of its class. */
  readonly className: string;
  /** Its parameters, which stand readable in a ConfigMap. @default - none */
  readonly params?: { [name: string]: string };
}

const DIRECTORY = '/etc/livy/http-keytab';

interface Mode {
  readonly settings?: { readonly [key: string]: string };
  readonly knowsUsers?: boolean;
  readonly gateway?: boolean;
  readonly keytab?: SecretSource;
  readonly findings?: readonly Finding[];
}

/**
 * How Livy knows who calls it. There is no default: without authentication of some kind, whoever reaches the server runs
 * code as the jobs do.
 *
 * @see https://livy.apache.org/get-started/
 */
export class LivyAuthentication {
  /** Names and passwords of a directory. */
  public static ldap(props: LivyLdapProps): LivyAuthentication {
    const { url, baseDn, domain, startTls = false } = props;
    const at = 'authentication';
    const wanted = startTls ? /^ldap:\/\/[^\s/]+$/ : /^ldaps:\/\/[^\s/]+$/;
    const twice = startTls && url.startsWith('ldaps:');
    return new LivyAuthentication({
      settings: {
        'livy.server.auth.type': 'ldap',
        'livy.server.auth.ldap.url': url,
        ...(baseDn !== undefined && { 'livy.server.auth.ldap.base-dn': baseDn }),
        ...(domain !== undefined && { 'livy.server.auth.ldap.username-domain': domain }),
        'livy.server.auth.ldap.enable-start-tls': String(startTls),
      },
      knowsUsers: true,
      findings: [
        ...(twice ? [{ rule: RULES.ldapStartTls, at: `${at}.startTls`, value: startTls, because: url }] : []),
        ...(twice || wanted.test(url) ? [] : [{ rule: RULES.ldapUrl, at: `${at}.url`, value: url }]),
        ...((baseDn === undefined) === (domain === undefined)
          ? [{ rule: RULES.ldapNames, at, value: { baseDn, domain } }]
          : []),
      ],
    });
  }

  /** Kerberos tickets. */
  public static kerberos(props: LivyKerberosProps): LivyAuthentication {
    const { principal, keytab, nameRules } = props;
    return new LivyAuthentication({
      settings: {
        'livy.server.auth.type': 'kerberos',
        'livy.server.auth.kerberos.principal': principal,
        'livy.server.auth.kerberos.keytab': `${DIRECTORY}/${keytab.key}`,
        ...(nameRules !== undefined && { 'livy.server.auth.kerberos.name-rules': nameRules }),
      },
      knowsUsers: true,
      keytab,
      findings: /^HTTP\/[^/@\s]+@[^/@\s]+$/.test(principal)
        ? []
        : [{ rule: RULES.principal, at: 'authentication.principal', value: principal }],
    });
  }

  /** A servlet filter of your own, as Livy loads it by name. */
  public static filter(props: LivyFilterProps): LivyAuthentication {
    const { name, className, params = {} } = props;
    const prefix = `livy.server.auth.${name}`;
    const secrets = Object.keys(params).filter((key) => /secret|password|token/i.test(key));
    return new LivyAuthentication({
      settings: {
        'livy.server.auth.type': name,
        [`${prefix}.class`]: className,
        ...Object.fromEntries(Object.entries(params).map(([key, value]) => [`${prefix}.param.${key}`, value])),
      },
      knowsUsers: true,
      findings: [
        ...(/^[A-Za-z0-9]+$/.test(name) && !['ldap', 'kerberos'].includes(name) && /^[\w$]+(\.[\w$]+)*$/.test(className)
          ? []
          : [{ rule: RULES.filterName, at: 'authentication.name', value: { name, className } }]),
        ...secrets.map((key) => ({
          rule: RULES.filterSecret,
          at: `authentication.params["${key}"]`,
          value: '(not shown)',
        })),
      ],
    });
  }

  /** The gateway of `ui` asks who is there, and Livy believes whom it lets through. It knows no users, then. */
  public static gateway(): LivyAuthentication {
    return new LivyAuthentication({ gateway: true });
  }

  /** Nobody asks. For a laptop, or where nobody else can reach the server. @param reason Why that is enough. */
  public static insecureNone(reason: string): LivyAuthentication {
    return new LivyAuthentication({
      findings: reason.trim() === '' ? [{ rule: RULES.reason, at: 'authentication', value: reason }] : [],
    });
  }

  /** Its part of `livy.conf`. @internal */
  public readonly _settings: { readonly [key: string]: string };
  /** Whether Livy knows its users by name. @internal */
  public readonly _knowsUsers: boolean;
  /** Whether only those may call whom the gateway has asked. @internal */
  public readonly _gateway: boolean;
  /** What is mounted for it, and where. @internal */
  public readonly _keytab: { readonly source: SecretSource; readonly directory: string } | undefined;
  /** What is wrong with it. @internal */
  public readonly _findings: readonly Finding[];

  private constructor({ settings = {}, knowsUsers = false, gateway = false, keytab, findings = [] }: Mode) {
    this._settings = settings;
    this._knowsUsers = knowsUsers;
    this._gateway = gateway;
    this._keytab = keytab && { source: keytab, directory: DIRECTORY };
    this._findings = findings;
  }
}
