/**
 * The parameters of the estimators of scikit-learn and their defaults, as Python's `repr` of them: a line is a class and
 * its parameters in the order of the alphabet. Measured by conformance/joblib/measure_defaults.py with 1.9.1, 1.6.1, 1.2.2.
 *
 * @module
 */

/** The classes of one version. For older versions, only the classes that differ from the newest. */
export interface Defaults {
  /** The minor version of scikit-learn 1 from which these are used. */
  readonly since: number;
  readonly lines: string;
}

/** The newest version first. */
export const DEFAULTS: readonly Defaults[] = [
  {
    since: 8,
    lines: `
ARDRegression|alpha_1=1e-06|alpha_2=1e-06|compute_score=False|copy_X=True|fit_intercept=True|lambda_1=1e-06|lambda_2=1e-06|max_iter=300|threshold_lambda=10000.0|tol=0.001|verbose=False
AdaBoostClassifier|estimator=None|learning_rate=1.0|n_estimators=50|random_state=None
AdaBoostRegressor|estimator=None|learning_rate=1.0|loss='linear'|n_estimators=50|random_state=None
AdditiveChi2Sampler|sample_interval=None|sample_steps=2
AffinityPropagation|affinity='euclidean'|convergence_iter=15|copy=True|damping=0.5|max_iter=200|preference=None|random_state=None|verbose=False
AgglomerativeClustering|compute_distances=False|compute_full_tree='auto'|connectivity=None|distance_threshold=None|linkage='ward'|memory=None|metric='euclidean'|n_clusters=2
BaggingClassifier|bootstrap=True|bootstrap_features=False|estimator=None|max_features=1.0|max_samples=None|n_estimators=10|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
BaggingRegressor|bootstrap=True|bootstrap_features=False|estimator=None|max_features=1.0|max_samples=None|n_estimators=10|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
BayesianGaussianMixture|covariance_prior=None|covariance_type='full'|degrees_of_freedom_prior=None|init_params='kmeans'|max_iter=100|mean_precision_prior=None|mean_prior=None|n_components=1|n_init=1|random_state=None|reg_covar=1e-06|tol=0.001|verbose=0|verbose_interval=10|warm_start=False|weight_concentration_prior=None|weight_concentration_prior_type='dirichlet_process'
BayesianRidge|alpha_1=1e-06|alpha_2=1e-06|alpha_init=None|compute_score=False|copy_X=True|fit_intercept=True|lambda_1=1e-06|lambda_2=1e-06|lambda_init=None|max_iter=300|tol=0.001|verbose=False
BernoulliNB|alpha=1.0|binarize=0.0|class_prior=None|fit_prior=True|force_alpha=True
BernoulliRBM|batch_size=10|learning_rate=0.1|n_components=256|n_iter=10|random_state=None|verbose=0
Binarizer|copy=True|threshold=0.0
Birch|branching_factor=50|compute_labels=True|n_clusters=3|threshold=0.5
BisectingKMeans|algorithm='lloyd'|bisecting_strategy='biggest_inertia'|copy_x=True|init='random'|max_iter=300|n_clusters=8|n_init=1|random_state=None|tol=0.0001|verbose=0
CCA|copy=True|max_iter=500|n_components=2|scale=True|tol=1e-06
CalibratedClassifierCV|cv=None|ensemble='auto'|estimator=None|method='sigmoid'|n_jobs=None
CategoricalNB|alpha=1.0|class_prior=None|fit_prior=True|force_alpha=True|min_categories=None
ClassicalMDS|metric='euclidean'|metric_params=None|n_components=2
ClassifierChain|chain_method='predict'|cv=None|estimator|order=None|random_state=None|verbose=False
ColumnTransformer|n_jobs=None|remainder='drop'|sparse_threshold=0.3|transformer_weights=None|transformers|verbose=False|verbose_feature_names_out=True
ComplementNB|alpha=1.0|class_prior=None|fit_prior=True|force_alpha=True|norm=False
CountVectorizer|analyzer='word'|binary=False|decode_error='strict'|dtype=<class 'numpy.int64'>|encoding='utf-8'|input='content'|lowercase=True|max_df=1.0|max_features=None|min_df=1|ngram_range=(1, 1)|preprocessor=None|stop_words=None|strip_accents=None|token_pattern='(?u)\\\\b\\\\w\\\\w+\\\\b'|tokenizer=None|vocabulary=None
DBSCAN|algorithm='auto'|eps=0.5|leaf_size=30|metric='euclidean'|metric_params=None|min_samples=5|n_jobs=None|p=None
DecisionTreeClassifier|ccp_alpha=0.0|class_weight=None|criterion='gini'|max_depth=None|max_features=None|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|monotonic_cst=None|random_state=None|splitter='best'
DecisionTreeRegressor|ccp_alpha=0.0|criterion='squared_error'|max_depth=None|max_features=None|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|monotonic_cst=None|random_state=None|splitter='best'
DictVectorizer|dtype=<class 'numpy.float64'>|separator='='|sort=True|sparse=True
DictionaryLearning|alpha=1|callback=None|code_init=None|dict_init=None|fit_algorithm='lars'|max_iter=1000|n_components=None|n_jobs=None|positive_code=False|positive_dict=False|random_state=None|split_sign=False|tol=1e-08|transform_algorithm='omp'|transform_alpha=None|transform_max_iter=1000|transform_n_nonzero_coefs=None|verbose=False
DummyClassifier|constant=None|random_state=None|strategy='prior'
DummyRegressor|constant=None|quantile=None|strategy='mean'
ElasticNet|alpha=1.0|copy_X=True|fit_intercept=True|l1_ratio=0.5|max_iter=1000|positive=False|precompute=False|random_state=None|selection='cyclic'|tol=0.0001|warm_start=False
ElasticNetCV|alphas=100|copy_X=True|cv=None|eps=0.001|fit_intercept=True|l1_ratio=0.5|max_iter=1000|n_jobs=None|positive=False|precompute='auto'|random_state=None|selection='cyclic'|tol=0.0001|verbose=0
EllipticEnvelope|assume_centered=False|contamination=0.1|random_state=None|store_precision=True|support_fraction=None
EmpiricalCovariance|assume_centered=False|store_precision=True
ExtraTreeClassifier|ccp_alpha=0.0|class_weight=None|criterion='gini'|max_depth=None|max_features='sqrt'|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|monotonic_cst=None|random_state=None|splitter='random'
ExtraTreeRegressor|ccp_alpha=0.0|criterion='squared_error'|max_depth=None|max_features=1.0|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|monotonic_cst=None|random_state=None|splitter='random'
ExtraTreesClassifier|bootstrap=False|ccp_alpha=0.0|class_weight=None|criterion='gini'|max_depth=None|max_features='sqrt'|max_leaf_nodes=None|max_samples=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|monotonic_cst=None|n_estimators=100|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
ExtraTreesRegressor|bootstrap=False|ccp_alpha=0.0|criterion='squared_error'|max_depth=None|max_features=1.0|max_leaf_nodes=None|max_samples=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|monotonic_cst=None|n_estimators=100|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
FactorAnalysis|copy=True|iterated_power=3|max_iter=1000|n_components=None|noise_variance_init=None|random_state=0|rotation=None|svd_method='randomized'|tol=0.01
FastICA|algorithm='parallel'|fun='logcosh'|fun_args=None|max_iter=200|n_components=None|random_state=None|tol=0.0001|w_init=None|whiten='unit-variance'|whiten_solver='svd'
FeatureAgglomeration|compute_distances=False|compute_full_tree='auto'|connectivity=None|distance_threshold=None|linkage='ward'|memory=None|metric='euclidean'|n_clusters=2|pooling_func=<function mean at
FeatureHasher|alternate_sign=True|dtype=<class 'numpy.float64'>|input_type='dict'|n_features=1048576
FeatureUnion|n_jobs=None|transformer_list|transformer_weights=None|verbose=False|verbose_feature_names_out=True
FixedThresholdClassifier|estimator|pos_label=None|response_method='auto'|threshold='auto'
FrozenEstimator|estimator
FunctionTransformer|accept_sparse=False|check_inverse=True|feature_names_out=None|func=None|inv_kw_args=None|inverse_func=None|kw_args=None|validate=False
GammaRegressor|alpha=1.0|fit_intercept=True|max_iter=100|solver='lbfgs'|tol=0.0001|verbose=0|warm_start=False
GaussianMixture|covariance_type='full'|init_params='kmeans'|max_iter=100|means_init=None|n_components=1|n_init=1|precisions_init=None|random_state=None|reg_covar=1e-06|tol=0.001|verbose=0|verbose_interval=10|warm_start=False|weights_init=None
GaussianNB|priors=None|var_smoothing=1e-09
GaussianProcessClassifier|copy_X_train=True|kernel=None|max_iter_predict=100|multi_class='one_vs_rest'|n_jobs=None|n_restarts_optimizer=0|optimizer='fmin_l_bfgs_b'|random_state=None|warm_start=False
GaussianProcessRegressor|alpha=1e-10|copy_X_train=True|kernel=None|n_restarts_optimizer=0|n_targets=None|normalize_y=False|optimizer='fmin_l_bfgs_b'|random_state=None
GaussianRandomProjection|compute_inverse_components=False|eps=0.1|n_components='auto'|random_state=None
GenericUnivariateSelect|mode='percentile'|param=1e-05|score_func=<function f_classif at
GradientBoostingClassifier|ccp_alpha=0.0|criterion='deprecated'|init=None|learning_rate=0.1|loss='log_loss'|max_depth=3|max_features=None|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|n_estimators=100|n_iter_no_change=None|random_state=None|subsample=1.0|tol=0.0001|validation_fraction=0.1|verbose=0|warm_start=False
GradientBoostingRegressor|alpha=0.9|ccp_alpha=0.0|criterion='deprecated'|init=None|learning_rate=0.1|loss='squared_error'|max_depth=3|max_features=None|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|n_estimators=100|n_iter_no_change=None|random_state=None|subsample=1.0|tol=0.0001|validation_fraction=0.1|verbose=0|warm_start=False
GraphicalLasso|alpha=0.01|assume_centered=False|covariance=None|enet_tol=0.0001|eps=np.float64(2.220446049250313e-16)|max_iter=100|mode='cd'|tol=0.0001|verbose=False
GraphicalLassoCV|alphas=4|assume_centered=False|cv=None|enet_tol=0.0001|eps=np.float64(2.220446049250313e-16)|max_iter=100|mode='cd'|n_jobs=None|n_refinements=4|tol=0.0001|verbose=False
GridSearchCV|cv=None|error_score=nan|estimator|n_jobs=None|param_grid|pre_dispatch='2*n_jobs'|refit=True|return_train_score=False|scoring=None|verbose=0
HDBSCAN|algorithm='auto'|allow_single_cluster=False|alpha=1.0|cluster_selection_epsilon=0.0|cluster_selection_method='eom'|copy='warn'|leaf_size=40|max_cluster_size=None|metric='euclidean'|metric_params=None|min_cluster_size=5|min_samples=None|n_jobs=None|store_centers=None
HashingVectorizer|alternate_sign=True|analyzer='word'|binary=False|decode_error='strict'|dtype=<class 'numpy.float64'>|encoding='utf-8'|input='content'|lowercase=True|n_features=1048576|ngram_range=(1, 1)|norm='l2'|preprocessor=None|stop_words=None|strip_accents=None|token_pattern='(?u)\\\\b\\\\w\\\\w+\\\\b'|tokenizer=None
HistGradientBoostingClassifier|categorical_features='from_dtype'|class_weight=None|early_stopping='auto'|interaction_cst=None|l2_regularization=0.0|learning_rate=0.1|loss='log_loss'|max_bins=255|max_depth=None|max_features=1.0|max_iter=100|max_leaf_nodes=31|min_samples_leaf=20|monotonic_cst=None|n_iter_no_change=10|random_state=None|scoring='loss'|tol=1e-07|validation_fraction=0.1|verbose=0|warm_start=False
HistGradientBoostingRegressor|categorical_features='from_dtype'|early_stopping='auto'|interaction_cst=None|l2_regularization=0.0|learning_rate=0.1|loss='squared_error'|max_bins=255|max_depth=None|max_features=1.0|max_iter=100|max_leaf_nodes=31|min_samples_leaf=20|monotonic_cst=None|n_iter_no_change=10|quantile=None|random_state=None|scoring='loss'|tol=1e-07|validation_fraction=0.1|verbose=0|warm_start=False
HuberRegressor|alpha=0.0001|epsilon=1.35|fit_intercept=True|max_iter=100|tol=1e-05|warm_start=False
IncrementalPCA|batch_size=None|copy=True|n_components=None|whiten=False
IsolationForest|bootstrap=False|contamination='auto'|max_features=1.0|max_samples='auto'|n_estimators=100|n_jobs=None|random_state=None|verbose=0|warm_start=False
Isomap|eigen_solver='auto'|max_iter=None|metric='minkowski'|metric_params=None|n_components=2|n_jobs=None|n_neighbors=5|neighbors_algorithm='auto'|p=2|path_method='auto'|radius=None|tol=0
IsotonicRegression|increasing=True|out_of_bounds='nan'|y_max=None|y_min=None
KBinsDiscretizer|dtype=None|encode='onehot'|n_bins=5|quantile_method='averaged_inverted_cdf'|random_state=None|strategy='quantile'|subsample=200000
KMeans|algorithm='lloyd'|copy_x=True|init='k-means++'|max_iter=300|n_clusters=8|n_init='auto'|random_state=None|tol=0.0001|verbose=0
KNNImputer|add_indicator=False|copy=True|keep_empty_features=False|metric='nan_euclidean'|missing_values=nan|n_neighbors=5|weights='uniform'
KNeighborsClassifier|algorithm='auto'|leaf_size=30|metric='minkowski'|metric_params=None|n_jobs=None|n_neighbors=5|p=2|weights='uniform'
KNeighborsRegressor|algorithm='auto'|leaf_size=30|metric='minkowski'|metric_params=None|n_jobs=None|n_neighbors=5|p=2|weights='uniform'
KNeighborsTransformer|algorithm='auto'|leaf_size=30|metric='minkowski'|metric_params=None|mode='distance'|n_jobs=None|n_neighbors=5|p=2
KernelCenterer
KernelDensity|algorithm='auto'|atol=0|bandwidth=1.0|breadth_first=True|kernel='gaussian'|leaf_size=40|metric='euclidean'|metric_params=None|rtol=0
KernelPCA|alpha=1.0|coef0=1|copy_X=True|degree=3|eigen_solver='auto'|fit_inverse_transform=False|gamma=None|iterated_power='auto'|kernel='linear'|kernel_params=None|max_iter=None|n_components=None|n_jobs=None|random_state=None|remove_zero_eig=False|tol=0
KernelRidge|alpha=1|coef0=1|degree=3|gamma=None|kernel='linear'|kernel_params=None
LabelBinarizer|neg_label=0|pos_label=1|sparse_output=False
LabelEncoder
LabelPropagation|gamma=20|kernel='rbf'|max_iter=1000|n_jobs=None|n_neighbors=7|tol=0.001
LabelSpreading|alpha=0.2|gamma=20|kernel='rbf'|max_iter=30|n_jobs=None|n_neighbors=7|tol=0.001
Lars|copy_X=True|eps=np.float64(2.220446049250313e-16)|fit_intercept=True|fit_path=True|jitter=None|n_nonzero_coefs=500|precompute='auto'|random_state=None|verbose=False
LarsCV|copy_X=True|cv=None|eps=np.float64(2.220446049250313e-16)|fit_intercept=True|max_iter=500|max_n_alphas=1000|n_jobs=None|precompute='auto'|verbose=False
Lasso|alpha=1.0|copy_X=True|fit_intercept=True|max_iter=1000|positive=False|precompute=False|random_state=None|selection='cyclic'|tol=0.0001|warm_start=False
LassoCV|alphas=100|copy_X=True|cv=None|eps=0.001|fit_intercept=True|max_iter=1000|n_jobs=None|positive=False|precompute='auto'|random_state=None|selection='cyclic'|tol=0.0001|verbose=False
LassoLars|alpha=1.0|copy_X=True|eps=np.float64(2.220446049250313e-16)|fit_intercept=True|fit_path=True|jitter=None|max_iter=500|positive=False|precompute='auto'|random_state=None|verbose=False
LassoLarsCV|copy_X=True|cv=None|eps=np.float64(2.220446049250313e-16)|fit_intercept=True|max_iter=500|max_n_alphas=1000|n_jobs=None|positive=False|precompute='auto'|verbose=False
LassoLarsIC|copy_X=True|criterion='aic'|eps=np.float64(2.220446049250313e-16)|fit_intercept=True|max_iter=500|noise_variance=None|positive=False|precompute='auto'|verbose=False
LatentDirichletAllocation|batch_size=128|doc_topic_prior=None|evaluate_every=-1|learning_decay=0.7|learning_method='batch'|learning_offset=10.0|max_doc_update_iter=100|max_iter=10|mean_change_tol=0.001|n_components=10|n_jobs=None|perp_tol=0.1|random_state=None|topic_word_prior=None|total_samples=1000000.0|verbose=0
LedoitWolf|assume_centered=False|block_size=1000|store_precision=True
LinearDiscriminantAnalysis|covariance_estimator=None|n_components=None|priors=None|shrinkage=None|solver='svd'|store_covariance=False|tol=0.0001
LinearRegression|copy_X=True|fit_intercept=True|n_jobs=None|positive=False|tol=1e-06
LinearSVC|C=1.0|class_weight=None|dual='auto'|fit_intercept=True|intercept_scaling=1|loss='squared_hinge'|max_iter=1000|multi_class='ovr'|penalty='l2'|random_state=None|tol=0.0001|verbose=0
LinearSVR|C=1.0|dual='auto'|epsilon=0.0|fit_intercept=True|intercept_scaling=1.0|loss='epsilon_insensitive'|max_iter=1000|random_state=None|tol=0.0001|verbose=0
LocalOutlierFactor|algorithm='auto'|contamination='auto'|leaf_size=30|metric='minkowski'|metric_params=None|n_jobs=None|n_neighbors=20|novelty=False|p=2
LocallyLinearEmbedding|eigen_solver='auto'|hessian_tol=0.0001|max_iter=100|method='standard'|modified_tol=1e-12|n_components=2|n_jobs=None|n_neighbors=5|neighbors_algorithm='auto'|random_state=None|reg=0.001|tol=1e-06
LogisticRegression|C=1.0|class_weight=None|dual=False|fit_intercept=True|intercept_scaling=1|l1_ratio=0.0|max_iter=100|n_jobs=None|penalty='deprecated'|random_state=None|solver='lbfgs'|tol=0.0001|verbose=0|warm_start=False
LogisticRegressionCV|Cs=10|class_weight=None|cv=None|dual=False|fit_intercept=True|intercept_scaling=1.0|l1_ratios='warn'|max_iter=100|n_jobs=None|penalty='deprecated'|random_state=None|refit=True|scoring='warn'|solver='lbfgs'|tol=0.0001|use_legacy_attributes='warn'|verbose=0
MDS|dissimilarity='deprecated'|eps=1e-06|init='warn'|max_iter=300|metric='euclidean'|metric_mds=True|metric_params=None|n_components=2|n_init=1|n_jobs=None|normalized_stress='auto'|random_state=None|verbose=0
MLPClassifier|activation='relu'|alpha=0.0001|batch_size='auto'|beta_1=0.9|beta_2=0.999|early_stopping=False|epsilon=1e-08|hidden_layer_sizes=(100,)|learning_rate='constant'|learning_rate_init=0.001|max_fun=15000|max_iter=200|momentum=0.9|n_iter_no_change=10|nesterovs_momentum=True|power_t=0.5|random_state=None|shuffle=True|solver='adam'|tol=0.0001|validation_fraction=0.1|verbose=False|warm_start=False
MLPRegressor|activation='relu'|alpha=0.0001|batch_size='auto'|beta_1=0.9|beta_2=0.999|early_stopping=False|epsilon=1e-08|hidden_layer_sizes=(100,)|learning_rate='constant'|learning_rate_init=0.001|loss='squared_error'|max_fun=15000|max_iter=200|momentum=0.9|n_iter_no_change=10|nesterovs_momentum=True|power_t=0.5|random_state=None|shuffle=True|solver='adam'|tol=0.0001|validation_fraction=0.1|verbose=False|warm_start=False
MaxAbsScaler|clip=False|copy=True
MeanShift|bandwidth=None|bin_seeding=False|cluster_all=True|max_iter=300|min_bin_freq=1|n_jobs=None|seeds=None
MinCovDet|assume_centered=False|random_state=None|store_precision=True|support_fraction=None
MinMaxScaler|clip=False|copy=True|feature_range=(0, 1)
MiniBatchDictionaryLearning|alpha=1|batch_size=256|callback=None|dict_init=None|fit_algorithm='lars'|max_iter=1000|max_no_improvement=10|n_components=None|n_jobs=None|positive_code=False|positive_dict=False|random_state=None|shuffle=True|split_sign=False|tol=0.001|transform_algorithm='omp'|transform_alpha=None|transform_max_iter=1000|transform_n_nonzero_coefs=None|verbose=False
MiniBatchKMeans|batch_size=1024|compute_labels=True|init='k-means++'|init_size=None|max_iter=100|max_no_improvement=10|n_clusters=8|n_init='auto'|random_state=None|reassignment_ratio=0.01|tol=0.0|verbose=0
MiniBatchNMF|alpha_H='same'|alpha_W=0.0|batch_size=1024|beta_loss='frobenius'|forget_factor=0.7|fresh_restarts=False|fresh_restarts_max_iter=30|init=None|l1_ratio=0.0|max_iter=200|max_no_improvement=10|n_components='auto'|random_state=None|tol=0.0001|transform_max_iter=None|verbose=0
MiniBatchSparsePCA|alpha=1|batch_size=3|callback=None|max_iter=1000|max_no_improvement=10|method='lars'|n_components=None|n_jobs=None|random_state=None|ridge_alpha=0.01|shuffle=True|tol=0.001|verbose=False
MissingIndicator|error_on_new=True|features='missing-only'|missing_values=nan|sparse='auto'
MultiLabelBinarizer|classes=None|sparse_output=False
MultiOutputClassifier|estimator|n_jobs=None
MultiOutputRegressor|estimator|n_jobs=None
MultiTaskElasticNet|alpha=1.0|copy_X=True|fit_intercept=True|l1_ratio=0.5|max_iter=1000|random_state=None|selection='cyclic'|tol=0.0001|warm_start=False
MultiTaskElasticNetCV|alphas=100|copy_X=True|cv=None|eps=0.001|fit_intercept=True|l1_ratio=0.5|max_iter=1000|n_jobs=None|random_state=None|selection='cyclic'|tol=0.0001|verbose=0
MultiTaskLasso|alpha=1.0|copy_X=True|fit_intercept=True|max_iter=1000|random_state=None|selection='cyclic'|tol=0.0001|warm_start=False
MultiTaskLassoCV|alphas=100|copy_X=True|cv=None|eps=0.001|fit_intercept=True|max_iter=1000|n_jobs=None|random_state=None|selection='cyclic'|tol=0.0001|verbose=False
MultinomialNB|alpha=1.0|class_prior=None|fit_prior=True|force_alpha=True
NMF|alpha_H='same'|alpha_W=0.0|beta_loss='frobenius'|init=None|l1_ratio=0.0|max_iter=200|n_components='auto'|random_state=None|shuffle=False|solver='cd'|tol=0.0001|verbose=0
NearestCentroid|metric='euclidean'|priors='uniform'|shrink_threshold=None
NearestNeighbors|algorithm='auto'|leaf_size=30|metric='minkowski'|metric_params=None|n_jobs=None|n_neighbors=5|p=2|radius=1.0
NeighborhoodComponentsAnalysis|callback=None|init='auto'|max_iter=50|n_components=None|random_state=None|tol=1e-05|verbose=0|warm_start=False
Normalizer|copy=True|norm='l2'
NuSVC|break_ties=False|cache_size=200|class_weight=None|coef0=0.0|decision_function_shape='ovr'|degree=3|gamma='scale'|kernel='rbf'|max_iter=-1|nu=0.5|probability='deprecated'|random_state=None|shrinking=True|tol=0.001|verbose=False
NuSVR|C=1.0|cache_size=200|coef0=0.0|degree=3|gamma='scale'|kernel='rbf'|max_iter=-1|nu=0.5|shrinking=True|tol=0.001|verbose=False
Nystroem|coef0=None|degree=None|gamma=None|kernel='rbf'|kernel_params=None|n_components=100|n_jobs=None|random_state=None
OAS|assume_centered=False|store_precision=True
OPTICS|algorithm='auto'|cluster_method='xi'|eps=None|leaf_size=30|max_eps=inf|memory=None|metric='minkowski'|metric_params=None|min_cluster_size=None|min_samples=5|n_jobs=None|p=2|predecessor_correction=True|xi=0.05
OneClassSVM|cache_size=200|coef0=0.0|degree=3|gamma='scale'|kernel='rbf'|max_iter=-1|nu=0.5|shrinking=True|tol=0.001|verbose=False
OneHotEncoder|categories='auto'|drop=None|dtype=<class 'numpy.float64'>|feature_name_combiner='concat'|handle_unknown='error'|max_categories=None|min_frequency=None|sparse_output=True
OneVsOneClassifier|estimator|n_jobs=None
OneVsRestClassifier|estimator|n_jobs=None|verbose=0
OrdinalEncoder|categories='auto'|dtype=<class 'numpy.float64'>|encoded_missing_value=nan|handle_unknown='error'|max_categories=None|min_frequency=None|unknown_value=None
OrthogonalMatchingPursuit|fit_intercept=True|n_nonzero_coefs=None|precompute='auto'|tol=None
OrthogonalMatchingPursuitCV|copy=True|cv=None|fit_intercept=True|max_iter=None|n_jobs=None|verbose=False
OutputCodeClassifier|code_size=1.5|estimator|n_jobs=None|random_state=None
PCA|copy=True|iterated_power='auto'|n_components=None|n_oversamples=10|power_iteration_normalizer='auto'|random_state=None|svd_solver='auto'|tol=0.0|whiten=False
PLSCanonical|algorithm='nipals'|copy=True|max_iter=500|n_components=2|scale=True|tol=1e-06
PLSRegression|copy=True|max_iter=500|n_components=2|scale=True|tol=1e-06
PLSSVD|copy=True|n_components=2|scale=True
PassiveAggressiveClassifier|C=1.0|average=False|class_weight=None|early_stopping=False|fit_intercept=True|loss='hinge'|max_iter=1000|n_iter_no_change=5|n_jobs=None|random_state=None|shuffle=True|tol=0.001|validation_fraction=0.1|verbose=0|warm_start=False
PassiveAggressiveRegressor|C=1.0|average=False|early_stopping=False|epsilon=0.1|fit_intercept=True|loss='epsilon_insensitive'|max_iter=1000|n_iter_no_change=5|random_state=None|shuffle=True|tol=0.001|validation_fraction=0.1|verbose=0|warm_start=False
PatchExtractor|max_patches=None|patch_size=None|random_state=None
Perceptron|alpha=0.0001|class_weight=None|early_stopping=False|eta0=1.0|fit_intercept=True|l1_ratio=0.15|max_iter=1000|n_iter_no_change=5|n_jobs=None|penalty=None|random_state=0|shuffle=True|tol=0.001|validation_fraction=0.1|verbose=0|warm_start=False
Pipeline|memory=None|steps|transform_input=None|verbose=False
PoissonRegressor|alpha=1.0|fit_intercept=True|max_iter=100|solver='lbfgs'|tol=0.0001|verbose=0|warm_start=False
PolynomialCountSketch|coef0=0.0|degree=2|gamma=1.0|n_components=100|random_state=None
PolynomialFeatures|degree=2|include_bias=True|interaction_only=False|order='C'
PowerTransformer|copy=True|method='yeo-johnson'|standardize=True
QuadraticDiscriminantAnalysis|covariance_estimator=None|priors=None|reg_param=0.0|shrinkage=None|solver='svd'|store_covariance=False|tol=0.0001
QuantileRegressor|alpha=1.0|fit_intercept=True|quantile=0.5|solver='highs'|solver_options=None
QuantileTransformer|copy=True|ignore_implicit_zeros=False|n_quantiles=1000|output_distribution='uniform'|random_state=None|subsample=10000
RANSACRegressor|estimator=None|is_data_valid=None|is_model_valid=None|loss='absolute_error'|max_skips=inf|max_trials=100|min_samples=None|random_state=None|residual_threshold=None|stop_n_inliers=inf|stop_probability=0.99|stop_score=inf
RBFSampler|gamma=1.0|n_components=100|random_state=None
RFE|estimator|importance_getter='auto'|n_features_to_select=None|step=1|verbose=0
RFECV|cv=None|estimator|importance_getter='auto'|min_features_to_select=1|n_jobs=None|scoring=None|step=1|verbose=0
RadiusNeighborsClassifier|algorithm='auto'|leaf_size=30|metric='minkowski'|metric_params=None|n_jobs=None|outlier_label=None|p=2|radius=1.0|weights='uniform'
RadiusNeighborsRegressor|algorithm='auto'|leaf_size=30|metric='minkowski'|metric_params=None|n_jobs=None|p=2|radius=1.0|weights='uniform'
RadiusNeighborsTransformer|algorithm='auto'|leaf_size=30|metric='minkowski'|metric_params=None|mode='distance'|n_jobs=None|p=2|radius=1.0
RandomForestClassifier|bootstrap=True|ccp_alpha=0.0|class_weight=None|criterion='gini'|max_depth=None|max_features='sqrt'|max_leaf_nodes=None|max_samples=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|monotonic_cst=None|n_estimators=100|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
RandomForestRegressor|bootstrap=True|ccp_alpha=0.0|criterion='squared_error'|max_depth=None|max_features=1.0|max_leaf_nodes=None|max_samples=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|monotonic_cst=None|n_estimators=100|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
RandomTreesEmbedding|max_depth=5|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|n_estimators=100|n_jobs=None|random_state=None|sparse_output=True|verbose=0|warm_start=False
RandomizedSearchCV|cv=None|error_score=nan|estimator|n_iter=10|n_jobs=None|param_distributions|pre_dispatch='2*n_jobs'|random_state=None|refit=True|return_train_score=False|scoring=None|verbose=0
RegressorChain|cv=None|estimator|order=None|random_state=None|verbose=False
Ridge|alpha=1.0|copy_X=True|fit_intercept=True|max_iter=None|positive=False|random_state=None|solver='auto'|tol=0.0001
RidgeCV|alpha_per_target=False|alphas=(0.1, 1.0, 10.0)|cv=None|fit_intercept=True|gcv_mode=None|scoring=None|store_cv_results=False
RidgeClassifier|alpha=1.0|class_weight=None|copy_X=True|fit_intercept=True|max_iter=None|positive=False|random_state=None|solver='auto'|tol=0.0001
RidgeClassifierCV|alphas=(0.1, 1.0, 10.0)|class_weight=None|cv=None|fit_intercept=True|scoring=None|store_cv_results=False
RobustScaler|copy=True|quantile_range=(25.0, 75.0)|unit_variance=False|with_centering=True|with_scaling=True
SGDClassifier|alpha=0.0001|average=False|class_weight=None|early_stopping=False|epsilon=0.1|eta0=0.01|fit_intercept=True|l1_ratio=0.15|learning_rate='optimal'|loss='hinge'|max_iter=1000|n_iter_no_change=5|n_jobs=None|penalty='l2'|power_t=0.5|random_state=None|shuffle=True|tol=0.001|validation_fraction=0.1|verbose=0|warm_start=False
SGDOneClassSVM|average=False|eta0=0.01|fit_intercept=True|learning_rate='optimal'|max_iter=1000|nu=0.5|power_t=0.5|random_state=None|shuffle=True|tol=0.001|verbose=0|warm_start=False
SGDRegressor|alpha=0.0001|average=False|early_stopping=False|epsilon=0.1|eta0=0.01|fit_intercept=True|l1_ratio=0.15|learning_rate='invscaling'|loss='squared_error'|max_iter=1000|n_iter_no_change=5|penalty='l2'|power_t=0.25|random_state=None|shuffle=True|tol=0.001|validation_fraction=0.1|verbose=0|warm_start=False
SVC|C=1.0|break_ties=False|cache_size=200|class_weight=None|coef0=0.0|decision_function_shape='ovr'|degree=3|gamma='scale'|kernel='rbf'|max_iter=-1|probability='deprecated'|random_state=None|shrinking=True|tol=0.001|verbose=False
SVR|C=1.0|cache_size=200|coef0=0.0|degree=3|epsilon=0.1|gamma='scale'|kernel='rbf'|max_iter=-1|shrinking=True|tol=0.001|verbose=False
SelectFdr|alpha=0.05|score_func=<function f_classif at
SelectFpr|alpha=0.05|score_func=<function f_classif at
SelectFromModel|estimator|importance_getter='auto'|max_features=None|norm_order=1|prefit=False|threshold=None
SelectFwe|alpha=0.05|score_func=<function f_classif at
SelectKBest|k=10|score_func=<function f_classif at
SelectPercentile|percentile=10|score_func=<function f_classif at
SelfTrainingClassifier|criterion='threshold'|estimator=None|k_best=10|max_iter=10|threshold=0.75|verbose=False
SequentialFeatureSelector|cv=5|direction='forward'|estimator|n_features_to_select='auto'|n_jobs=None|scoring=None|tol=None
ShrunkCovariance|assume_centered=False|shrinkage=0.1|store_precision=True
SimpleImputer|add_indicator=False|copy=True|fill_value=None|keep_empty_features=False|missing_values=nan|strategy='mean'
SkewedChi2Sampler|n_components=100|random_state=None|skewedness=1.0
SparseCoder|dictionary|n_jobs=None|positive_code=False|split_sign=False|transform_algorithm='omp'|transform_alpha=None|transform_max_iter=1000|transform_n_nonzero_coefs=None
SparsePCA|U_init=None|V_init=None|alpha=1|max_iter=1000|method='lars'|n_components=None|n_jobs=None|random_state=None|ridge_alpha=0.01|tol=1e-08|verbose=False
SparseRandomProjection|compute_inverse_components=False|dense_output=False|density='auto'|eps=0.1|n_components='auto'|random_state=None
SpectralBiclustering|init='k-means++'|method='bistochastic'|mini_batch=False|n_best=3|n_clusters=3|n_components=6|n_init=10|n_svd_vecs=None|random_state=None|svd_method='randomized'
SpectralClustering|affinity='rbf'|assign_labels='kmeans'|coef0=1|degree=3|eigen_solver=None|eigen_tol='auto'|gamma=1.0|kernel_params=None|n_clusters=8|n_components=None|n_init=10|n_jobs=None|n_neighbors=10|random_state=None|verbose=False
SpectralCoclustering|init='k-means++'|mini_batch=False|n_clusters=3|n_init=10|n_svd_vecs=None|random_state=None|svd_method='randomized'
SpectralEmbedding|affinity='nearest_neighbors'|eigen_solver=None|eigen_tol='auto'|gamma=None|n_components=2|n_jobs=None|n_neighbors=None|random_state=None
SplineTransformer|degree=3|extrapolation='constant'|handle_missing='error'|include_bias=True|knots='uniform'|n_knots=5|order='C'|sparse_output=False
StackingClassifier|cv=None|estimators|final_estimator=None|n_jobs=None|passthrough=False|stack_method='auto'|verbose=0
StackingRegressor|cv=None|estimators|final_estimator=None|n_jobs=None|passthrough=False|verbose=0
StandardScaler|copy=True|with_mean=True|with_std=True
TSNE|angle=0.5|early_exaggeration=12.0|init='pca'|learning_rate='auto'|max_iter=1000|method='barnes_hut'|metric='euclidean'|metric_params=None|min_grad_norm=1e-07|n_components=2|n_iter_without_progress=300|n_jobs=None|perplexity=30.0|random_state=None|verbose=0
TargetEncoder|categories='auto'|cv=5|random_state='deprecated'|shuffle='deprecated'|smooth='auto'|target_type='auto'
TfidfTransformer|norm='l2'|smooth_idf=True|sublinear_tf=False|use_idf=True
TfidfVectorizer|analyzer='word'|binary=False|decode_error='strict'|dtype=<class 'numpy.float64'>|encoding='utf-8'|input='content'|lowercase=True|max_df=1.0|max_features=None|min_df=1|ngram_range=(1, 1)|norm='l2'|preprocessor=None|smooth_idf=True|stop_words=None|strip_accents=None|sublinear_tf=False|token_pattern='(?u)\\\\b\\\\w\\\\w+\\\\b'|tokenizer=None|use_idf=True|vocabulary=None
TheilSenRegressor|fit_intercept=True|max_iter=300|max_subpopulation=10000.0|n_jobs=None|n_subsamples=None|random_state=None|tol=0.001|verbose=False
TransformedTargetRegressor|check_inverse=True|func=None|inverse_func=None|regressor=None|transformer=None
TruncatedSVD|algorithm='randomized'|n_components=2|n_iter=5|n_oversamples=10|power_iteration_normalizer='auto'|random_state=None|tol=0.0
TunedThresholdClassifierCV|cv=None|estimator|n_jobs=None|random_state=None|refit=True|response_method='auto'|scoring='balanced_accuracy'|store_cv_results=False|thresholds=100
TweedieRegressor|alpha=1.0|fit_intercept=True|link='auto'|max_iter=100|power=0.0|solver='lbfgs'|tol=0.0001|verbose=0|warm_start=False
VarianceThreshold|threshold=0.0
VotingClassifier|estimators|flatten_transform=True|n_jobs=None|verbose=False|voting='hard'|weights=None
VotingRegressor|estimators|n_jobs=None|verbose=False|weights=None
`,
  },
  {
    since: 4,
    lines: `
AdaBoostClassifier|algorithm='deprecated'|estimator=None|learning_rate=1.0|n_estimators=50|random_state=None
BaggingClassifier|bootstrap=True|bootstrap_features=False|estimator=None|max_features=1.0|max_samples=1.0|n_estimators=10|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
BaggingRegressor|bootstrap=True|bootstrap_features=False|estimator=None|max_features=1.0|max_samples=1.0|n_estimators=10|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
Birch|branching_factor=50|compute_labels=True|copy='deprecated'|n_clusters=3|threshold=0.5
ClassifierChain|base_estimator|chain_method='predict'|cv=None|order=None|random_state=None|verbose=False
ColumnTransformer|force_int_remainder_cols=True|n_jobs=None|remainder='drop'|sparse_threshold=0.3|transformer_weights=None|transformers|verbose=False|verbose_feature_names_out=True
ElasticNetCV|alphas=None|copy_X=True|cv=None|eps=0.001|fit_intercept=True|l1_ratio=0.5|max_iter=1000|n_alphas=100|n_jobs=None|positive=False|precompute='auto'|random_state=None|selection='cyclic'|tol=0.0001|verbose=0
GradientBoostingClassifier|ccp_alpha=0.0|criterion='friedman_mse'|init=None|learning_rate=0.1|loss='log_loss'|max_depth=3|max_features=None|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|n_estimators=100|n_iter_no_change=None|random_state=None|subsample=1.0|tol=0.0001|validation_fraction=0.1|verbose=0|warm_start=False
GradientBoostingRegressor|alpha=0.9|ccp_alpha=0.0|criterion='friedman_mse'|init=None|learning_rate=0.1|loss='squared_error'|max_depth=3|max_features=None|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|n_estimators=100|n_iter_no_change=None|random_state=None|subsample=1.0|tol=0.0001|validation_fraction=0.1|verbose=0|warm_start=False
HDBSCAN|algorithm='auto'|allow_single_cluster=False|alpha=1.0|cluster_selection_epsilon=0.0|cluster_selection_method='eom'|copy=False|leaf_size=40|max_cluster_size=None|metric='euclidean'|metric_params=None|min_cluster_size=5|min_samples=None|n_jobs=None|store_centers=None
KBinsDiscretizer|dtype=None|encode='onehot'|n_bins=5|random_state=None|strategy='quantile'|subsample=200000
LassoCV|alphas=None|copy_X=True|cv=None|eps=0.001|fit_intercept=True|max_iter=1000|n_alphas=100|n_jobs=None|positive=False|precompute='auto'|random_state=None|selection='cyclic'|tol=0.0001|verbose=False
LinearRegression|copy_X=True|fit_intercept=True|n_jobs=None|positive=False
LogisticRegression|C=1.0|class_weight=None|dual=False|fit_intercept=True|intercept_scaling=1|l1_ratio=None|max_iter=100|multi_class='deprecated'|n_jobs=None|penalty='l2'|random_state=None|solver='lbfgs'|tol=0.0001|verbose=0|warm_start=False
LogisticRegressionCV|Cs=10|class_weight=None|cv=None|dual=False|fit_intercept=True|intercept_scaling=1.0|l1_ratios=None|max_iter=100|multi_class='deprecated'|n_jobs=None|penalty='l2'|random_state=None|refit=True|scoring=None|solver='lbfgs'|tol=0.0001|verbose=0
MDS|dissimilarity='euclidean'|eps=0.001|max_iter=300|metric=True|n_components=2|n_init=4|n_jobs=None|normalized_stress='auto'|random_state=None|verbose=0
MLPRegressor|activation='relu'|alpha=0.0001|batch_size='auto'|beta_1=0.9|beta_2=0.999|early_stopping=False|epsilon=1e-08|hidden_layer_sizes=(100,)|learning_rate='constant'|learning_rate_init=0.001|max_fun=15000|max_iter=200|momentum=0.9|n_iter_no_change=10|nesterovs_momentum=True|power_t=0.5|random_state=None|shuffle=True|solver='adam'|tol=0.0001|validation_fraction=0.1|verbose=False|warm_start=False
MaxAbsScaler|copy=True
MultiTaskElasticNetCV|alphas=None|copy_X=True|cv=None|eps=0.001|fit_intercept=True|l1_ratio=0.5|max_iter=1000|n_alphas=100|n_jobs=None|random_state=None|selection='cyclic'|tol=0.0001|verbose=0
MultiTaskLassoCV|alphas=None|copy_X=True|cv=None|eps=0.001|fit_intercept=True|max_iter=1000|n_alphas=100|n_jobs=None|random_state=None|selection='cyclic'|tol=0.0001|verbose=False
NuSVC|break_ties=False|cache_size=200|class_weight=None|coef0=0.0|decision_function_shape='ovr'|degree=3|gamma='scale'|kernel='rbf'|max_iter=-1|nu=0.5|probability=False|random_state=None|shrinking=True|tol=0.001|verbose=False
PolynomialCountSketch|coef0=0|degree=2|gamma=1.0|n_components=100|random_state=None
QuadraticDiscriminantAnalysis|priors=None|reg_param=0.0|store_covariance=False|tol=0.0001
RegressorChain|base_estimator|cv=None|order=None|random_state=None|verbose=False
RidgeCV|alpha_per_target=False|alphas=(0.1, 1.0, 10.0)|cv=None|fit_intercept=True|gcv_mode=None|scoring=None|store_cv_results=None|store_cv_values='deprecated'
RidgeClassifierCV|alphas=(0.1, 1.0, 10.0)|class_weight=None|cv=None|fit_intercept=True|scoring=None|store_cv_results=None|store_cv_values='deprecated'
SGDClassifier|alpha=0.0001|average=False|class_weight=None|early_stopping=False|epsilon=0.1|eta0=0.0|fit_intercept=True|l1_ratio=0.15|learning_rate='optimal'|loss='hinge'|max_iter=1000|n_iter_no_change=5|n_jobs=None|penalty='l2'|power_t=0.5|random_state=None|shuffle=True|tol=0.001|validation_fraction=0.1|verbose=0|warm_start=False
SGDOneClassSVM|average=False|eta0=0.0|fit_intercept=True|learning_rate='optimal'|max_iter=1000|nu=0.5|power_t=0.5|random_state=None|shuffle=True|tol=0.001|verbose=0|warm_start=False
SVC|C=1.0|break_ties=False|cache_size=200|class_weight=None|coef0=0.0|decision_function_shape='ovr'|degree=3|gamma='scale'|kernel='rbf'|max_iter=-1|probability=False|random_state=None|shrinking=True|tol=0.001|verbose=False
SelfTrainingClassifier|base_estimator='deprecated'|criterion='threshold'|estimator=None|k_best=10|max_iter=10|threshold=0.75|verbose=False
SplineTransformer|degree=3|extrapolation='constant'|include_bias=True|knots='uniform'|n_knots=5|order='C'|sparse_output=False
TSNE|angle=0.5|early_exaggeration=12.0|init='pca'|learning_rate='auto'|max_iter=None|method='barnes_hut'|metric='euclidean'|metric_params=None|min_grad_norm=1e-07|n_components=2|n_iter='deprecated'|n_iter_without_progress=300|n_jobs=None|perplexity=30.0|random_state=None|verbose=0
TargetEncoder|categories='auto'|cv=5|random_state=None|shuffle=True|smooth='auto'|target_type='auto'
TheilSenRegressor|copy_X='deprecated'|fit_intercept=True|max_iter=300|max_subpopulation=10000.0|n_jobs=None|n_subsamples=None|random_state=None|tol=0.001|verbose=False
`,
  },
  {
    since: 0,
    lines: `
ARDRegression|alpha_1=1e-06|alpha_2=1e-06|compute_score=False|copy_X=True|fit_intercept=True|lambda_1=1e-06|lambda_2=1e-06|n_iter=300|threshold_lambda=10000.0|tol=0.001|verbose=False
AdaBoostClassifier|algorithm='SAMME.R'|base_estimator='deprecated'|estimator=None|learning_rate=1.0|n_estimators=50|random_state=None
AdaBoostRegressor|base_estimator='deprecated'|estimator=None|learning_rate=1.0|loss='linear'|n_estimators=50|random_state=None
AgglomerativeClustering|affinity='deprecated'|compute_distances=False|compute_full_tree='auto'|connectivity=None|distance_threshold=None|linkage='ward'|memory=None|metric=None|n_clusters=2
BaggingClassifier|base_estimator='deprecated'|bootstrap=True|bootstrap_features=False|estimator=None|max_features=1.0|max_samples=1.0|n_estimators=10|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
BaggingRegressor|base_estimator='deprecated'|bootstrap=True|bootstrap_features=False|estimator=None|max_features=1.0|max_samples=1.0|n_estimators=10|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
BayesianRidge|alpha_1=1e-06|alpha_2=1e-06|alpha_init=None|compute_score=False|copy_X=True|fit_intercept=True|lambda_1=1e-06|lambda_2=1e-06|lambda_init=None|n_iter=300|tol=0.001|verbose=False
BernoulliNB|alpha=1.0|binarize=0.0|class_prior=None|fit_prior=True|force_alpha='warn'
Birch|branching_factor=50|compute_labels=True|copy=True|n_clusters=3|threshold=0.5
CalibratedClassifierCV|base_estimator='deprecated'|cv=None|ensemble=True|estimator=None|method='sigmoid'|n_jobs=None
CategoricalNB|alpha=1.0|class_prior=None|fit_prior=True|force_alpha='warn'|min_categories=None
ClassifierChain|base_estimator|cv=None|order=None|random_state=None|verbose=False
ComplementNB|alpha=1.0|class_prior=None|fit_prior=True|force_alpha='warn'|norm=False
DecisionTreeClassifier|ccp_alpha=0.0|class_weight=None|criterion='gini'|max_depth=None|max_features=None|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|random_state=None|splitter='best'
DecisionTreeRegressor|ccp_alpha=0.0|criterion='squared_error'|max_depth=None|max_features=None|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|random_state=None|splitter='best'
DictionaryLearning|alpha=1|code_init=None|dict_init=None|fit_algorithm='lars'|max_iter=1000|n_components=None|n_jobs=None|positive_code=False|positive_dict=False|random_state=None|split_sign=False|tol=1e-08|transform_algorithm='omp'|transform_alpha=None|transform_max_iter=1000|transform_n_nonzero_coefs=None|verbose=False
ElasticNetCV|alphas=None|copy_X=True|cv=None|eps=0.001|fit_intercept=True|l1_ratio=0.5|max_iter=1000|n_alphas=100|n_jobs=None|positive=False|precompute='auto'|random_state=None|selection='cyclic'|tol=0.0001|verbose=0
ExtraTreeClassifier|ccp_alpha=0.0|class_weight=None|criterion='gini'|max_depth=None|max_features='sqrt'|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|random_state=None|splitter='random'
ExtraTreeRegressor|ccp_alpha=0.0|criterion='squared_error'|max_depth=None|max_features=1.0|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|random_state=None|splitter='random'
ExtraTreesClassifier|bootstrap=False|ccp_alpha=0.0|class_weight=None|criterion='gini'|max_depth=None|max_features='sqrt'|max_leaf_nodes=None|max_samples=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|n_estimators=100|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
ExtraTreesRegressor|bootstrap=False|ccp_alpha=0.0|criterion='squared_error'|max_depth=None|max_features=1.0|max_leaf_nodes=None|max_samples=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|n_estimators=100|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
FastICA|algorithm='parallel'|fun='logcosh'|fun_args=None|max_iter=200|n_components=None|random_state=None|tol=0.0001|w_init=None|whiten='warn'|whiten_solver='svd'
FeatureAgglomeration|affinity='deprecated'|compute_distances=False|compute_full_tree='auto'|connectivity=None|distance_threshold=None|linkage='ward'|memory=None|metric=None|n_clusters=2|pooling_func=<function mean at
FeatureUnion|n_jobs=None|transformer_list|transformer_weights=None|verbose=False
GaussianProcessRegressor|alpha=1e-10|copy_X_train=True|kernel=None|n_restarts_optimizer=0|normalize_y=False|optimizer='fmin_l_bfgs_b'|random_state=None
GradientBoostingClassifier|ccp_alpha=0.0|criterion='friedman_mse'|init=None|learning_rate=0.1|loss='log_loss'|max_depth=3|max_features=None|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|n_estimators=100|n_iter_no_change=None|random_state=None|subsample=1.0|tol=0.0001|validation_fraction=0.1|verbose=0|warm_start=False
GradientBoostingRegressor|alpha=0.9|ccp_alpha=0.0|criterion='friedman_mse'|init=None|learning_rate=0.1|loss='squared_error'|max_depth=3|max_features=None|max_leaf_nodes=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|n_estimators=100|n_iter_no_change=None|random_state=None|subsample=1.0|tol=0.0001|validation_fraction=0.1|verbose=0|warm_start=False
GraphicalLasso|alpha=0.01|assume_centered=False|enet_tol=0.0001|max_iter=100|mode='cd'|tol=0.0001|verbose=False
GraphicalLassoCV|alphas=4|assume_centered=False|cv=None|enet_tol=0.0001|max_iter=100|mode='cd'|n_jobs=None|n_refinements=4|tol=0.0001|verbose=False
HistGradientBoostingClassifier|categorical_features=None|class_weight=None|early_stopping='auto'|interaction_cst=None|l2_regularization=0.0|learning_rate=0.1|loss='log_loss'|max_bins=255|max_depth=None|max_iter=100|max_leaf_nodes=31|min_samples_leaf=20|monotonic_cst=None|n_iter_no_change=10|random_state=None|scoring='loss'|tol=1e-07|validation_fraction=0.1|verbose=0|warm_start=False
HistGradientBoostingRegressor|categorical_features=None|early_stopping='auto'|interaction_cst=None|l2_regularization=0.0|learning_rate=0.1|loss='squared_error'|max_bins=255|max_depth=None|max_iter=100|max_leaf_nodes=31|min_samples_leaf=20|monotonic_cst=None|n_iter_no_change=10|quantile=None|random_state=None|scoring='loss'|tol=1e-07|validation_fraction=0.1|verbose=0|warm_start=False
KBinsDiscretizer|dtype=None|encode='onehot'|n_bins=5|random_state=None|strategy='quantile'|subsample='warn'
KMeans|algorithm='lloyd'|copy_x=True|init='k-means++'|max_iter=300|n_clusters=8|n_init='warn'|random_state=None|tol=0.0001|verbose=0
Lars|copy_X=True|eps=2.220446049250313e-16|fit_intercept=True|fit_path=True|jitter=None|n_nonzero_coefs=500|normalize='deprecated'|precompute='auto'|random_state=None|verbose=False
LarsCV|copy_X=True|cv=None|eps=2.220446049250313e-16|fit_intercept=True|max_iter=500|max_n_alphas=1000|n_jobs=None|normalize='deprecated'|precompute='auto'|verbose=False
LassoCV|alphas=None|copy_X=True|cv=None|eps=0.001|fit_intercept=True|max_iter=1000|n_alphas=100|n_jobs=None|positive=False|precompute='auto'|random_state=None|selection='cyclic'|tol=0.0001|verbose=False
LassoLars|alpha=1.0|copy_X=True|eps=2.220446049250313e-16|fit_intercept=True|fit_path=True|jitter=None|max_iter=500|normalize='deprecated'|positive=False|precompute='auto'|random_state=None|verbose=False
LassoLarsCV|copy_X=True|cv=None|eps=2.220446049250313e-16|fit_intercept=True|max_iter=500|max_n_alphas=1000|n_jobs=None|normalize='deprecated'|positive=False|precompute='auto'|verbose=False
LassoLarsIC|copy_X=True|criterion='aic'|eps=2.220446049250313e-16|fit_intercept=True|max_iter=500|noise_variance=None|normalize='deprecated'|positive=False|precompute='auto'|verbose=False
LinearRegression|copy_X=True|fit_intercept=True|n_jobs=None|positive=False
LinearSVC|C=1.0|class_weight=None|dual=True|fit_intercept=True|intercept_scaling=1|loss='squared_hinge'|max_iter=1000|multi_class='ovr'|penalty='l2'|random_state=None|tol=0.0001|verbose=0
LinearSVR|C=1.0|dual=True|epsilon=0.0|fit_intercept=True|intercept_scaling=1.0|loss='epsilon_insensitive'|max_iter=1000|random_state=None|tol=0.0001|verbose=0
LogisticRegression|C=1.0|class_weight=None|dual=False|fit_intercept=True|intercept_scaling=1|l1_ratio=None|max_iter=100|multi_class='auto'|n_jobs=None|penalty='l2'|random_state=None|solver='lbfgs'|tol=0.0001|verbose=0|warm_start=False
LogisticRegressionCV|Cs=10|class_weight=None|cv=None|dual=False|fit_intercept=True|intercept_scaling=1.0|l1_ratios=None|max_iter=100|multi_class='auto'|n_jobs=None|penalty='l2'|random_state=None|refit=True|scoring=None|solver='lbfgs'|tol=0.0001|verbose=0
MDS|dissimilarity='euclidean'|eps=0.001|max_iter=300|metric=True|n_components=2|n_init=4|n_jobs=None|normalized_stress='warn'|random_state=None|verbose=0
MLPRegressor|activation='relu'|alpha=0.0001|batch_size='auto'|beta_1=0.9|beta_2=0.999|early_stopping=False|epsilon=1e-08|hidden_layer_sizes=(100,)|learning_rate='constant'|learning_rate_init=0.001|max_fun=15000|max_iter=200|momentum=0.9|n_iter_no_change=10|nesterovs_momentum=True|power_t=0.5|random_state=None|shuffle=True|solver='adam'|tol=0.0001|validation_fraction=0.1|verbose=False|warm_start=False
MaxAbsScaler|copy=True
MiniBatchDictionaryLearning|alpha=1|batch_size='warn'|callback=None|dict_init=None|fit_algorithm='lars'|max_iter=None|max_no_improvement=10|n_components=None|n_iter='deprecated'|n_jobs=None|positive_code=False|positive_dict=False|random_state=None|shuffle=True|split_sign=False|tol=0.001|transform_algorithm='omp'|transform_alpha=None|transform_max_iter=1000|transform_n_nonzero_coefs=None|verbose=False
MiniBatchKMeans|batch_size=1024|compute_labels=True|init='k-means++'|init_size=None|max_iter=100|max_no_improvement=10|n_clusters=8|n_init='warn'|random_state=None|reassignment_ratio=0.01|tol=0.0|verbose=0
MiniBatchNMF|alpha_H='same'|alpha_W=0.0|batch_size=1024|beta_loss='frobenius'|forget_factor=0.7|fresh_restarts=False|fresh_restarts_max_iter=30|init=None|l1_ratio=0.0|max_iter=200|max_no_improvement=10|n_components=None|random_state=None|tol=0.0001|transform_max_iter=None|verbose=0
MiniBatchSparsePCA|alpha=1|batch_size=3|callback=None|max_iter=None|max_no_improvement=10|method='lars'|n_components=None|n_iter='deprecated'|n_jobs=None|random_state=None|ridge_alpha=0.01|shuffle=True|tol=0.001|verbose=False
MultiTaskElasticNetCV|alphas=None|copy_X=True|cv=None|eps=0.001|fit_intercept=True|l1_ratio=0.5|max_iter=1000|n_alphas=100|n_jobs=None|random_state=None|selection='cyclic'|tol=0.0001|verbose=0
MultiTaskLassoCV|alphas=None|copy_X=True|cv=None|eps=0.001|fit_intercept=True|max_iter=1000|n_alphas=100|n_jobs=None|random_state=None|selection='cyclic'|tol=0.0001|verbose=False
MultinomialNB|alpha=1.0|class_prior=None|fit_prior=True|force_alpha='warn'
NMF|alpha_H='same'|alpha_W=0.0|beta_loss='frobenius'|init=None|l1_ratio=0.0|max_iter=200|n_components=None|random_state=None|shuffle=False|solver='cd'|tol=0.0001|verbose=0
NearestCentroid|metric='euclidean'|shrink_threshold=None
NuSVC|break_ties=False|cache_size=200|class_weight=None|coef0=0.0|decision_function_shape='ovr'|degree=3|gamma='scale'|kernel='rbf'|max_iter=-1|nu=0.5|probability=False|random_state=None|shrinking=True|tol=0.001|verbose=False
OneHotEncoder|categories='auto'|drop=None|dtype=<class 'numpy.float64'>|handle_unknown='error'|max_categories=None|min_frequency=None|sparse='deprecated'|sparse_output=True
OrdinalEncoder|categories='auto'|dtype=<class 'numpy.float64'>|encoded_missing_value=nan|handle_unknown='error'|unknown_value=None
OrthogonalMatchingPursuit|fit_intercept=True|n_nonzero_coefs=None|normalize='deprecated'|precompute='auto'|tol=None
OrthogonalMatchingPursuitCV|copy=True|cv=None|fit_intercept=True|max_iter=None|n_jobs=None|normalize='deprecated'|verbose=False
Pipeline|memory=None|steps|verbose=False
PolynomialCountSketch|coef0=0|degree=2|gamma=1.0|n_components=100|random_state=None
QuadraticDiscriminantAnalysis|priors=None|reg_param=0.0|store_covariance=False|tol=0.0001
QuantileRegressor|alpha=1.0|fit_intercept=True|quantile=0.5|solver='warn'|solver_options=None
RANSACRegressor|base_estimator='deprecated'|estimator=None|is_data_valid=None|is_model_valid=None|loss='absolute_error'|max_skips=inf|max_trials=100|min_samples=None|random_state=None|residual_threshold=None|stop_n_inliers=inf|stop_probability=0.99|stop_score=inf
RandomForestClassifier|bootstrap=True|ccp_alpha=0.0|class_weight=None|criterion='gini'|max_depth=None|max_features='sqrt'|max_leaf_nodes=None|max_samples=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|n_estimators=100|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
RandomForestRegressor|bootstrap=True|ccp_alpha=0.0|criterion='squared_error'|max_depth=None|max_features=1.0|max_leaf_nodes=None|max_samples=None|min_impurity_decrease=0.0|min_samples_leaf=1|min_samples_split=2|min_weight_fraction_leaf=0.0|n_estimators=100|n_jobs=None|oob_score=False|random_state=None|verbose=0|warm_start=False
RegressorChain|base_estimator|cv=None|order=None|random_state=None|verbose=False
RidgeCV|alpha_per_target=False|alphas=(0.1, 1.0, 10.0)|cv=None|fit_intercept=True|gcv_mode=None|scoring=None|store_cv_values=False
RidgeClassifierCV|alphas=(0.1, 1.0, 10.0)|class_weight=None|cv=None|fit_intercept=True|scoring=None|store_cv_values=False
SGDClassifier|alpha=0.0001|average=False|class_weight=None|early_stopping=False|epsilon=0.1|eta0=0.0|fit_intercept=True|l1_ratio=0.15|learning_rate='optimal'|loss='hinge'|max_iter=1000|n_iter_no_change=5|n_jobs=None|penalty='l2'|power_t=0.5|random_state=None|shuffle=True|tol=0.001|validation_fraction=0.1|verbose=0|warm_start=False
SGDOneClassSVM|average=False|eta0=0.0|fit_intercept=True|learning_rate='optimal'|max_iter=1000|nu=0.5|power_t=0.5|random_state=None|shuffle=True|tol=0.001|verbose=0|warm_start=False
SVC|C=1.0|break_ties=False|cache_size=200|class_weight=None|coef0=0.0|decision_function_shape='ovr'|degree=3|gamma='scale'|kernel='rbf'|max_iter=-1|probability=False|random_state=None|shrinking=True|tol=0.001|verbose=False
SelfTrainingClassifier|base_estimator|criterion='threshold'|k_best=10|max_iter=10|threshold=0.75|verbose=False
SequentialFeatureSelector|cv=5|direction='forward'|estimator|n_features_to_select='warn'|n_jobs=None|scoring=None|tol=None
SimpleImputer|add_indicator=False|copy=True|fill_value=None|keep_empty_features=False|missing_values=nan|strategy='mean'|verbose='deprecated'
SplineTransformer|degree=3|extrapolation='constant'|include_bias=True|knots='uniform'|n_knots=5|order='C'
TSNE|angle=0.5|early_exaggeration=12.0|init='pca'|learning_rate='auto'|method='barnes_hut'|metric='euclidean'|metric_params=None|min_grad_norm=1e-07|n_components=2|n_iter=1000|n_iter_without_progress=300|n_jobs=None|perplexity=30.0|random_state=None|square_distances='deprecated'|verbose=0
TheilSenRegressor|copy_X=True|fit_intercept=True|max_iter=300|max_subpopulation=10000.0|n_jobs=None|n_subsamples=None|random_state=None|tol=0.001|verbose=False
`,
  },
];
