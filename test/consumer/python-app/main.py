"""A cdk8s app in Python: the chart of the app in TypeScript, with the same package behind it."""

from cdk8s import App, Chart, Size
from cdk8s_spark import (
    EventLog,
    NodePool,
    SparkApplication,
    SparkConf,
    SparkDriverProps,
    SparkExecutorProps,
    SparkImage,
    SparkJob,
    SparkServiceAccount,
    SparkVersion,
)
from constructs import Construct


class PiChart(Chart):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, namespace="spark-jobs")
        SparkJob(
            self,
            "pi",
            application=SparkApplication.python("local:///opt/spark/examples/src/main/python/pi.py", args=["10"]),
            image=SparkImage.official(SparkVersion.V4_1),
            service_account=SparkServiceAccount.from_name("yippee-spark"),
            driver=SparkDriverProps(
                cores=1, memory=Size.mebibytes(512), nodes=NodePool.labelled("type", "driver")
            ),
            executor=SparkExecutorProps(
                instances=2, cores=1, memory=Size.mebibytes(512), nodes=NodePool.labelled("type", "compute")
            ),
            features=[EventLog.to("file:///tmp", roll_at=Size.mebibytes(64))],
            conf=SparkConf.of({"spark.sql.shuffle.partitions": 64}),
            retries=2,
        )


app = App()
PiChart(app, "etl")
app.synth()
