import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Estimates Pi by throwing darts at a square and counting those inside the circle.
 * Argument: number of partitions, 2 if absent.
 */
public final class JavaPi {
  private static final int DARTS_PER_PARTITION = 100_000;

  private JavaPi() {}

  public static void main(String[] args) {
    int partitions = args.length > 0 ? Integer.parseInt(args[0]) : 2;
    SparkSession spark = SparkSession.builder().appName("JavaPi").getOrCreate();
    try {
      List<Integer> seats = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        seats.add(i);
      }
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      long inside = context.parallelize(seats, partitions).map(seat -> hits()).reduce(Long::sum);
      System.out.println("Pi is roughly " + 4.0 * inside / ((long) partitions * DARTS_PER_PARTITION));
    } finally {
      spark.stop();
    }
  }

  private static long hits() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long hits = 0;
    for (int i = 0; i < DARTS_PER_PARTITION; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      if (x * x + y * y <= 1) {
        hits++;
      }
    }
    return hits;
  }
}
