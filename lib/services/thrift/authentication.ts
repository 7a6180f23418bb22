import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import type { ISparkFeature, ResolvedApplication } from '../../spark/resolved-application';
import { THRIFT_RULES } from './rules';

/** A directory that knows users and their passwords. */
export interface ThriftLdapProps {
  /** Its address: `ldaps://ldap.example.com:636`. Several are separated by blanks. */
  readonly url: string;
  /** Where users are: a user `ann` is `uid=ann,<baseDn>`. @default - see domain */
  readonly baseDn?: string;
  /** Domain of Active Directory: a user `ann` is `ann@<domain>`. @default - see baseDn */
  readonly domain?: string;
}

/** Kerberos tickets. */
export interface ThriftKerberosProps {
  /** `hive/_HOST@EXAMPLE.COM`, or with the host that clients use. */
  readonly principal: string;
  /** The keytab: one key of a Secret in the namespace of the server. */
  readonly keytab: SecretSource;
}

/** Where the keytab is mounted. */
const KEYTAB_DIRECTORY = '/mnt/secrets/kerberos';

interface Mode {
  readonly properties: { readonly [key: string]: string };
  readonly sendsPasswords: boolean;
  readonly believesEverybody: boolean;
  readonly kerberos: boolean;
  readonly findings: readonly Finding[];
  readonly secretFiles?: SecretSource;
}

/**
 * How the server knows its users. There is no mode without SASL: its clients would have no name at all.
 *
 * @see https://spark.apache.org/docs/latest/sql-distributed-sql-engine.html
 */
export class ThriftAuthentication implements ISparkFeature {
  /** Names and passwords of a directory. */
  public static ldap(props: ThriftLdapProps): ThriftAuthentication {
    const { url, baseDn, domain } = props;
    const known = (baseDn === undefined) !== (domain === undefined);
    return new ThriftAuthentication('LDAP', {
      properties: {
        'authentication.ldap.url': url,
        ...(baseDn !== undefined && { 'authentication.ldap.baseDN': baseDn }),
        ...(domain !== undefined && { 'authentication.ldap.Domain': domain }),
      },
      sendsPasswords: true,
      findings: [
        ...(/^ldaps:\/\/\S+( ldaps:\/\/\S+)*$/.test(url)
          ? []
          : [{ rule: THRIFT_RULES.ldapUrl, at: 'authentication.url', value: url }]),
        ...(known ? [] : [{ rule: THRIFT_RULES.ldapNames, at: 'authentication', value: { baseDn, domain } }]),
      ],
    });
  }

  /** Kerberos tickets. The image, or a mounted file, must tell the realm: `/etc/krb5.conf`. */
  public static kerberos(props: ThriftKerberosProps): ThriftAuthentication {
    const { principal, keytab } = props;
    return new ThriftAuthentication('KERBEROS', {
      properties: {
        'authentication.kerberos.principal': principal,
        'authentication.kerberos.keytab': `${KEYTAB_DIRECTORY}/${keytab.key}`,
      },
      kerberos: true,
      secretFiles: keytab,
      findings: /^[^/@\s]+\/[^/@\s]+@[^/@\s]+$/.test(principal)
        ? []
        : [{ rule: THRIFT_RULES.principal, at: 'authentication.principal', value: principal }],
    });
  }

  /** A class in the image that looks at names and passwords: a `PasswdAuthenticationProvider`. */
  public static custom(className: string): ThriftAuthentication {
    return new ThriftAuthentication('CUSTOM', {
      properties: { 'custom.authentication.class': className },
      sendsPasswords: true,
      findings: /^([A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*$/.test(className)
        ? []
        : [{ rule: THRIFT_RULES.className, at: 'authentication.className', value: className }],
    });
  }

  /** Believes every name and asks for no password: for servers that only trusted pods reach. */
  public static insecureAnyUser(): ThriftAuthentication {
    return new ThriftAuthentication('NONE', { believesEverybody: true });
  }

  public readonly featureName = 'ThriftAuthentication';
  /** Whether clients send passwords. @internal */
  public readonly _sendsPasswords: boolean;
  /** Whether every name is believed. @internal */
  public readonly _believesEverybody: boolean;
  /** Whether clients show tickets. @internal */
  public readonly _kerberos: boolean;
  /** What is wrong with it. @internal */
  public readonly _findings: readonly Finding[];
  private readonly secretFiles: SecretSource | undefined;
  private readonly properties: { readonly [key: string]: string };

  private constructor(
    /** Hive's name of it. */
    public readonly mode: string,
    { properties = {}, sendsPasswords = false, believesEverybody = false, kerberos = false, ...rest }: Partial<Mode>,
  ) {
    this.properties = { authentication: mode, ...properties };
    this._sendsPasswords = sendsPasswords;
    this._believesEverybody = believesEverybody;
    this._kerberos = kerberos;
    this._findings = rest.findings ?? [];
    this.secretFiles = rest.secretFiles;
  }

  public bind(application: ResolvedApplication): void {
    for (const [key, value] of Object.entries(this.properties)) {
      application.setProperty(`spark.hadoop.hive.server2.${key}`, value);
    }
    if (this.secretFiles !== undefined) {
      application.driver.addSecretFiles({ secretName: this.secretFiles.secretName, path: KEYTAB_DIRECTORY });
    }
  }
}
