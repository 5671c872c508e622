package dev.jacobi.nn;

/// How the learning rate changes while a training goes on: the factor of the rate that it was
/// started with. Nothing but numbers, the same on every machine.
///
/// Time counts from 0, in epochs or in steps, as the one who asks wants it; the lengths are in the same unit.
/// A schedule has a text, which a command line takes and a checkpoint keeps: [#parse].
public interface Schedule {
    /// What to multiply the rate with.
    ///
    /// @param time epochs or steps before this one: 0 for the first
    double factor(double time);

    /// The schedule after a measurement on the validation data, smaller being better. Only [Plateau] heeds it.
    default Schedule next(double metric) { return this; }

    /// The text from which [#parse] makes an equal one.
    String specification();

    /// This one after a warm-up.
    default Schedule warmup(double length) { return new Warmup(length, this); }

    /// A schedule from its text: `constant`, `step 30 0.1`, `exponential 0.95`, `cosine 100`, `cosine 100 floor 0.01`,
    /// `plateau 0.1 patience 10`; with `warmup 5` behind any of them.
    ///
    /// @throws IllegalArgumentException if it isn't one; the message says what is wrong
    static Schedule parse(String text) { return new ScheduleText(text).schedule(); }

    /// 1 all the time.
    record Constant() implements Schedule {
        @Override public double factor(double time) { return 1; }

        @Override public String specification() { return "constant"; }
    }

    /// Another factor after every so many: factor^⌊time/every⌋.
    record Steps(double every, double factor) implements Schedule {
        /// @throws IllegalArgumentException unless both are positive
        public Steps {
            Settings.requirePositive("what a step schedule counts to", every);
            Settings.requirePositive("the factor of a step schedule", factor);
        }

        @Override public double factor(double time) { return StrictMath.pow(factor, Math.floor(time / every)); }

        @Override public String specification() { return "step " + Settings.text(every) + " " + Settings.text(factor); }
    }

    /// The same factor each time: factor^time.
    record Exponential(double factor) implements Schedule {
        /// @throws IllegalArgumentException unless it is positive
        public Exponential { Settings.requirePositive("the factor of an exponential schedule", factor); }

        @Override public double factor(double time) { return StrictMath.pow(factor, time); }

        @Override public String specification() { return "exponential " + Settings.text(factor); }
    }

    /// Half a wave down from 1 (Loshchilov and Hutter 2017, without restarts): floor + (1 − floor) · (1 + cos(π · time/length)) / 2,
    /// and the floor from then on.
    record Cosine(double length, double floor) implements Schedule {
        /// @throws IllegalArgumentException unless the length is positive and the floor between 0 and 1
        public Cosine {
            Settings.requirePositive("the length of a cosine schedule", length);
            if (!(floor >= 0 && floor <= 1)) throw new IllegalArgumentException("the floor of a cosine schedule must lie between 0 and 1, but got " + floor);
        }

        public Cosine(double length) { this(length, 0); }

        @Override public double factor(double time) {
            if (time >= length) return floor;
            return floor + (1 - floor) * (1 + StrictMath.cos(Math.PI * time / length)) / 2;
        }

        @Override public String specification() {
            return "cosine " + Settings.text(length) + (floor == 0 ? "" : " floor " + Settings.text(floor));
        }
    }

    /// Up in a straight line, (time + 1)/length, and then another schedule, whose time begins when this is over.
    record Warmup(double length, Schedule then) implements Schedule {
        /// @throws IllegalArgumentException unless the length is positive
        public Warmup { Settings.requirePositive("the length of a warm-up", length); }

        @Override public double factor(double time) {
            return time < length ? Math.min(1, (time + 1) / length) * then.factor(0) : then.factor(time - length);
        }

        @Override public Schedule next(double metric) { return new Warmup(length, then.next(metric)); }

        @Override public String specification() { return then.specification() + " warmup " + Settings.text(length); }
    }

    /// Multiplies the rate where a measurement has stopped getting better, by more than a ten-thousandth of the best,
    /// for more than `patience` times. As PyTorch's ReduceLROnPlateau; a measurement that is NaN isn't better.
    ///
    /// @param factor what the rate is multiplied with
    /// @param patience how many measurements in a row may be no better
    /// @param best the best so far, infinite before the first
    /// @param waited how many in a row have been no better
    /// @param now what the rate is multiplied with now
    record Plateau(double factor, int patience, double best, int waited, double now) implements Schedule {
        private static final double THRESHOLD = 1e-4;

        /// @throws IllegalArgumentException if a number makes no sense
        public Plateau {
            Settings.requirePositive("the factor of a plateau schedule", factor);
            Settings.requireNotNegative("the patience of a plateau schedule", patience);
            Settings.requireNotNegative("how long a plateau schedule has waited", waited);
            Settings.requireNotNegative("the factor now of a plateau schedule", now);
            if (Double.isNaN(best)) throw new IllegalArgumentException("the best measurement of a plateau schedule can't be NaN");
        }

        /// At the beginning.
        public Plateau(double factor, int patience) { this(factor, patience, Double.POSITIVE_INFINITY, 0, 1); }

        @Override public double factor(double time) { return now; }

        @Override public Plateau next(double metric) {
            double limit = Double.isInfinite(best) ? best : best - THRESHOLD * Math.abs(best);
            if (metric < limit) return new Plateau(factor, patience, metric, 0, now);
            if (waited < patience) return new Plateau(factor, patience, best, waited + 1, now);
            return new Plateau(factor, patience, best, 0, now * factor);
        }

        /// With what it has seen, if it has seen something.
        @Override public String specification() {
            String start = "plateau " + Settings.text(factor) + " patience " + patience;
            if (equals(new Plateau(factor, patience))) return start;
            return start + " best " + Settings.text(best) + " waited " + waited + " now " + Settings.text(now);
        }
    }
}
