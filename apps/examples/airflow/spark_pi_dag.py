"""One Spark job started by Airflow in three ways, from the files beside this one.

`npx ts-node apps/examples/airflow.ts` writes the files; docs/airflow.md tells what each way needs.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

from airflow.providers.apache.livy.operators.livy import LivyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator
from airflow.sdk import DAG

HERE = Path(__file__).parent
NAMESPACE = "airflow-jobs"
# The container in which both Spark and Airflow expect the driver.
DRIVER = "spark-kubernetes-driver"


def livy_arguments(file: str) -> dict:
    """The body of a Livy batch as arguments of LivyOperator: `driverMemory` becomes `driver_memory`."""
    batch = json.loads((HERE / file).read_text())
    return {re.sub(r"[A-Z]", lambda match: f"_{match[0].lower()}", key): value for key, value in batch.items()}


with DAG(
    dag_id="spark_pi",
    start_date=datetime(2026, 1, 1),
    schedule="@daily",
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "retry_delay": timedelta(minutes=5)},
) as dag:
    # Kubeflow's operator runs it. The file is a template, so its path is relative to this one.
    by_operator = SparkKubernetesOperator(
        task_id="by_operator",
        namespace=NAMESPACE,
        application_file="spark-application.json",
        get_logs=True,
    )

    # Airflow starts the driver itself, which makes its own executors.
    by_pod = KubernetesPodOperator(
        task_id="by_pod",
        namespace=NAMESPACE,
        pod_template_file=str(HERE / "driver-pod.json"),
        base_container_name=DRIVER,
        get_logs=True,
        on_finish_action="delete_succeeded_pod",
    )

    # A Livy server runs it. Livy refuses a name that it remembers, so each attempt has its own.
    by_livy = LivyOperator(
        task_id="by_livy",
        livy_conn_id="livy_default",
        polling_interval=15,
        **{**livy_arguments("livy-batch.json"), "name": "pi-{{ ts_nodash | lower }}-{{ ti.try_number }}"},
    )

    by_operator >> by_pod >> by_livy
