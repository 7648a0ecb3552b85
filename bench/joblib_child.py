"""Makes the files of joblib.js, and measures joblib: see there."""
import json, sys, time

if sys.argv[1] == 'make':
    import joblib, numpy as np
    from sklearn.ensemble import RandomForestClassifier

    random = np.random.RandomState(0)
    X = random.rand(60_000, 4)
    model = RandomForestClassifier(n_estimators=80, random_state=0, n_jobs=2, max_features=1).fit(X, random.randint(0, 2, 60_000))
    joblib.dump(model, f'{sys.argv[2]}/none.joblib')
    joblib.dump(model, f'{sys.argv[2]}/zlib.joblib', compress=('zlib', 3))
    print(json.dumps({}))
else:
    import joblib, sklearn.ensemble

    before = time.process_time()
    joblib.load(sys.argv[2])
    print(json.dumps({'ms': 1000 * (time.process_time() - before)}))
