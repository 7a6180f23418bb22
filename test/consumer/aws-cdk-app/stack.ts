import { Stack } from 'aws-cdk-lib';
import { Cluster, KubectlProvider } from 'aws-cdk-lib/aws-eks';
import { Role } from 'aws-cdk-lib/aws-iam';
import { App as ManifestApp, Chart, Size } from 'cdk8s';
import { SparkApplication, SparkImage, SparkJob, SparkServiceAccount, SparkVersion } from 'cdk8s-spark';
import { type Construct } from 'constructs';

const ACCOUNT = 'arn:aws:iam::111111111111';

/** A cluster that another stack made, and a Spark job beside whatever else this stack deploys. */
export class SparkStack extends Stack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const kubectlRoleArn = `${ACCOUNT}:role/kubectl`;
    const cluster = Cluster.fromClusterAttributes(this, 'Cluster', {
      clusterName: 'analytics',
      kubectlRoleArn,
      kubectlProvider: KubectlProvider.fromKubectlProviderAttributes(this, 'Kubectl', {
        functionArn: 'arn:aws:lambda:eu-central-1:111111111111:function:kubectl',
        kubectlRoleArn,
        handlerRole: Role.fromRoleArn(this, 'Handler', `${ACCOUNT}:role/kubectl-handler`),
      }),
    });
    cluster.addCdk8sChart('Pi', piChart());
  }
}

/** CDK takes the manifests of the chart, so the chart stands in a tree of its own. */
function piChart(): Chart {
  const chart = new Chart(new ManifestApp(), 'etl', { namespace: 'spark-jobs' });
  new SparkJob(chart, 'pi', {
    application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
    image: SparkImage.official(SparkVersion.V4_1),
    serviceAccount: SparkServiceAccount.fromName('yippee-spark'),
    driver: { memory: Size.mebibytes(512) },
    executor: { instances: 2, memory: Size.mebibytes(512) },
  });
  return chart;
}
