import { RuleError } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import { ZEPPELIN_RULES } from './rules';

/** What all directories of users have. */
export interface ZeppelinDirectoryProps {
  /** Address of the directory: `ldaps://ldap.example.com`. */
  readonly url: string;
  /** Where users and groups are: `dc=example,dc=com`. */
  readonly searchBase: string;
  /**
   * Groups whose members are admins: they edit interpreters, repositories and credentials. In LDAP their common names
   * (`platform`), in Active Directory their full names (`CN=platform,OU=groups,DC=example,DC=com`).
   */
  readonly adminGroups: string[];
  /** Who searches the directory: a distinguished name, or in Active Directory a user. @default - nobody: searches are anonymous */
  readonly systemUser?: string;
  /** Password of `systemUser`, in the namespace of the server. @default - none */
  readonly systemPassword?: SecretSource;
  /** Says that passwords may travel in the clear. @default false */
  readonly insecureLdap?: boolean;
}

/** A directory that speaks LDAP. */
export interface ZeppelinLdapProps extends ZeppelinDirectoryProps {
  /** Name of a user in the directory: `uid={0},ou=people,dc=example,dc=com`. */
  readonly userDnTemplate: string;
  /** Where groups are. @default - searchBase */
  readonly groupSearchBase?: string;
  /** Class of groups. @default groupofnames */
  readonly groupObjectClass?: string;
  /** Attribute of a group with its members. @default member */
  readonly memberAttribute?: string;
}

/** A domain of Active Directory. */
export interface ZeppelinActiveDirectoryProps extends ZeppelinDirectoryProps {
  /** What follows the name of a user: `@corp.example.com`. @default - none */
  readonly principalSuffix?: string;
}

/** The sign-on of Apache Knox. */
export interface ZeppelinKnoxProps {
  /** Address of Knox, with a slash at the end: `https://knox.example.com/`. */
  readonly url: string;
  /** The public key by which Knox' tokens are checked, as PEM, in the namespace of the server. */
  readonly publicKey: SecretSource;
  /** Path of its sign-on. @default gateway/knoxsso/knoxauth/login.html */
  readonly loginPath?: string;
  /** Path of its sign-off. @default gateway/knoxssout/api/v1/webssout */
  readonly logoutPath?: string;
  /** Name of its cookie. @default hadoop-jwt */
  readonly cookieName?: string;
}

/**
 * Who asks the users of a server who they are. A sign-on at the gateway stands before it and cannot replace it: Zeppelin knows
 * nothing of whom the gateway let in.
 *
 * @see https://zeppelin.apache.org/docs/latest/setup/security/shiro_authentication.html
 */
export class ZeppelinAuthentication {
  /** A directory that speaks LDAP. */
  public static ldap(props: ZeppelinLdapProps): ZeppelinAuthentication {
    return new ZeppelinAuthentication({ ldap: props });
  }

  /** Active Directory. */
  public static activeDirectory(props: ZeppelinActiveDirectoryProps): ZeppelinAuthentication {
    return new ZeppelinAuthentication({ activeDirectory: props });
  }

  /** The sign-on of Apache Knox. Its tokens name no groups: nobody is an admin, and interpreters are what the code says. */
  public static knox(props: ZeppelinKnoxProps): ZeppelinAuthentication {
    return new ZeppelinAuthentication({ knox: props });
  }

  /** A `shiro.ini` of your own. @param ini A key with the whole file, in the namespace of the server. */
  public static fromSecret(ini: SecretSource): ZeppelinAuthentication {
    return new ZeppelinAuthentication({ ini });
  }

  /**
   * Nobody: whoever reaches the server is `anonymous`, runs code, and edits what he likes.
   *
   * @param reason Why that is meant: `a laptop`, `a sign-on at the gateway, for a team that shares everything`.
   * @throws RuleError `zeppelin/anonymous-reason` for a reason without a word.
   */
  public static insecureAnonymous(reason: string): ZeppelinAuthentication {
    if (reason.trim() === '') {
      throw new RuleError({ rule: ZEPPELIN_RULES.anonymousReason, at: 'reason', value: reason });
    }
    return new ZeppelinAuthentication({ anonymous: reason });
  }

  private constructor(
    /** @internal */
    public readonly _kind: ZeppelinAuthenticationKind,
  ) {}

  /** Whether nobody asks. @internal */
  public get _isAnonymous(): boolean {
    return this._kind.anonymous !== undefined;
  }
}

/** Exactly one of these. */
export interface ZeppelinAuthenticationKind {
  readonly ldap?: ZeppelinLdapProps;
  readonly activeDirectory?: ZeppelinActiveDirectoryProps;
  readonly knox?: ZeppelinKnoxProps;
  readonly ini?: SecretSource;
  readonly anonymous?: string;
}
