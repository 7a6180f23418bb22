import type { SecretSource } from '../../core/secrets';
import type { Ini } from './ini';

/** Credentials in Grafana's words. */
export interface AzureModel {
  readonly json: { readonly [key: string]: string };
  readonly secrets: { readonly [key: string]: SecretSource };
  readonly ini: Ini;
  /** Addresses that Grafana calls. */
  readonly calls: readonly string[];
  readonly workloadIdentity?: string;
}

const AZURE = 'https://management.azure.com/';

/** How Grafana proves to Azure who it is. The identity needs the role Monitoring Reader. */
export class GrafanaAzureCredentials {
  /** The secret of an app registration. */
  public static clientSecret(tenantId: string, clientId: string, secret: SecretSource): GrafanaAzureCredentials {
    return new GrafanaAzureCredentials({
      json: { azureAuthType: 'clientsecret', tenantId, clientId },
      secrets: { clientSecret: secret },
      ini: {},
      calls: [AZURE],
    });
  }

  /** Workload identity of AKS: a federated credential for Grafana's account, and no secret. */
  public static workloadIdentity(tenantId: string, clientId: string): GrafanaAzureCredentials {
    return new GrafanaAzureCredentials({
      json: { azureAuthType: 'workloadidentity', tenantId, clientId },
      secrets: {},
      ini: {
        azure: {
          workload_identity_enabled: true,
          workload_identity_tenant_id: tenantId,
          workload_identity_client_id: clientId,
        },
      },
      workloadIdentity: clientId,
      calls: [AZURE],
    });
  }

  /** The identity of the virtual machines. @param clientId One that a user assigned. @default - the system's own */
  public static managedIdentity(clientId?: string): GrafanaAzureCredentials {
    return new GrafanaAzureCredentials({
      json: { azureAuthType: 'msi' },
      secrets: {},
      ini: {
        azure: {
          managed_identity_enabled: true,
          ...(clientId !== undefined && { managed_identity_client_id: clientId }),
        },
      },
      // The virtual machine's metadata service hands out the tokens.
      calls: [AZURE, 'http://169.254.169.254/'],
    });
  }

  private constructor(
    /** @internal */
    public readonly _model: AzureModel,
  ) {}
}
