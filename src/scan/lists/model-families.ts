import type { Tier } from '../tier.ts';

/** The classes of libraries of machine learning: objects that get their attributes back, and nothing else. */
export const modelFamilies: Tier = {
  name: 'model-families',
  version: '2026.12.1',
  source: 'globals of 1,665 popular models (2025); scikit-learn 1.5, joblib 1.4',
  entries: `
torch.nn.modules.activation: ReLU^ ReLU6^ LeakyReLU^ PReLU^ RReLU^ ELU^ SELU^ CELU^ GELU^ SiLU^ Mish^ Sigmoid^
  LogSigmoid^ Tanh^ Tanhshrink^ Hardtanh^ Hardswish^ Hardsigmoid^ Hardshrink^ Softplus^ Softshrink^ Softsign^
  Softmax^ Softmin^ Softmax2d^ LogSoftmax^ Threshold^ GLU^ MultiheadAttention^
torch.nn.modules.container: Sequential^ ModuleList^ ModuleDict^ ParameterList^ ParameterDict^
torch.nn.modules.conv: Conv1d^ Conv2d^ Conv3d^ ConvTranspose1d^ ConvTranspose2d^ ConvTranspose3d^
torch.nn.modules.batchnorm: BatchNorm1d^ BatchNorm2d^ BatchNorm3d^ SyncBatchNorm^
torch.nn.modules.linear: Linear^ Bilinear^ Identity^ NonDynamicallyQuantizableLinear^
torch.nn.modules.pooling: MaxPool1d^ MaxPool2d^ MaxPool3d^ AvgPool1d^ AvgPool2d^ AvgPool3d^ AdaptiveAvgPool1d^
  AdaptiveAvgPool2d^ AdaptiveAvgPool3d^ AdaptiveMaxPool1d^ AdaptiveMaxPool2d^ AdaptiveMaxPool3d^
torch.nn.modules.normalization: LayerNorm^ GroupNorm^ RMSNorm^ LocalResponseNorm^
torch.nn.modules.instancenorm: InstanceNorm1d^ InstanceNorm2d^ InstanceNorm3d^
torch.nn.modules.dropout: Dropout^ Dropout1d^ Dropout2d^ Dropout3d^ AlphaDropout^
torch.nn.modules.upsampling: Upsample^ UpsamplingNearest2d^ UpsamplingBilinear2d^
torch.nn.modules.padding: ConstantPad1d^ ConstantPad2d^ ConstantPad3d^ ReflectionPad1d^ ReflectionPad2d^
  ReplicationPad2d^ ZeroPad2d^
torch.nn.modules.flatten: Flatten^ Unflatten^
torch.nn.modules.sparse: Embedding^ EmbeddingBag^
torch.nn.modules.rnn: RNN^ LSTM^ GRU^ RNNCell^ LSTMCell^ GRUCell^
torch.nn.modules.transformer: Transformer^ TransformerEncoder^ TransformerEncoderLayer^ TransformerDecoder^
  TransformerDecoderLayer^
torch.nn.modules.loss: L1Loss^ MSELoss^ CrossEntropyLoss^ NLLLoss^ BCELoss^ BCEWithLogitsLoss^ SmoothL1Loss^
  HuberLoss^ KLDivLoss^
torch.nn.modules.pixelshuffle: PixelShuffle^ PixelUnshuffle^
torch.nn.modules.fold: Fold^ Unfold^
torch.nn.modules.distance: CosineSimilarity^ PairwiseDistance^
torch.nn.modules.module: Module^
torch.optim.sgd: SGD^
torch.optim.adam: Adam^
torch.optim.adamw: AdamW^
torch.optim.rmsprop: RMSprop^
torch.optim.adagrad: Adagrad^
torch.optim.adadelta: Adadelta^
torch.optim.adamax: Adamax^
torch.optim.lbfgs: LBFGS^
torch.optim.lr_scheduler: StepLR^ MultiStepLR^ ExponentialLR^ CosineAnnealingLR^ ReduceLROnPlateau^ LambdaLR^
  LinearLR^ OneCycleLR^
torch.nn.backends.thnn: _get_thnn_function_backend()
transformers.trainer_utils: SchedulerType() IntervalStrategy() HubStrategy() EvaluationStrategy() FSDPOption()
transformers.training_args: TrainingArguments^ OptimizerNames()
_codecs: encode^
transformers.training_args_seq2seq: Seq2SeqTrainingArguments^
accelerate.state: PartialState^
accelerate.utils.dataclasses: DistributedType() DeepSpeedPlugin^
flair.data: Dictionary^
flair.embeddings.token: TransformerWordEmbeddings^
pyannote.audio.core.task: Problem() Resolution() Specifications^
ultralytics.nn.tasks: DetectionModel^ SegmentationModel^ WorldModel^ YOLOESegModel^
ultralytics.nn.modules: Concat^ Bottleneck^ SPPF^ Conv^ Detect^ DFL^ C2f^
transformers.deepspeed: HfTrainerDeepSpeedConfig^ HfDeepSpeedConfig^
ultralytics.nn.modules.conv: Concat^ Conv^ DWConv^ RepConv^
ultralytics.nn.modules.block: DFL^ C2f^ Bottleneck^ SPPF^ Proto^ C3k2^ C3k^ C2PSA^ PSABlock^ Attention^
  BNContrastiveHead^ RepNCSPELAN4^ RepCSP^ RepBottleneck^ ADown^ SPPELAN^ ImagePoolingAttn^ C2fAttn^
  MaxSigmoidAttnBlock^ ContrastiveHead^
ultralytics.yolo.utils: IterableSimpleNamespace^
flair.training_utils: AnnealOnPlateau^
omegaconf.base: ContainerMetadata^ Metadata^
omegaconf.nodes: AnyNode^
pyannote.audio.core.model: Introspection^
omegaconf.listconfig: ListConfig^
ultralytics.nn.modules.head: Detect^ Segment^ WorldDetect^ Residual^ SAVPE^ YOLOESegment^ SwiGLUFFN^
ultralytics.utils.loss: BboxLoss^ v8SegmentationLoss^ v8DetectionLoss^
ultralytics.utils.tal: TaskAlignedAssigner^
ultralytics.utils: IterableSimpleNamespace^
TTS.tts.models.xtts: XttsArgs^ XttsAudioConfig^
TTS.config.shared_configs: BaseDatasetConfig^
TTS.tts.configs.xtts_config: XttsConfig^
yolov5.models.yolo: Detect^ DetectionModel^
yolov5.models.common: Concat^ Bottleneck^ SPPF^ C3^ Conv^
omegaconf.dictconfig: DictConfig^
pytorch_lightning.callbacks.early_stopping: EarlyStopping^
pytorch_lightning.callbacks.model_checkpoint: ModelCheckpoint^
llava.train.train: TrainingArguments^
simpletransformers.config.model_args: NERArgs^ Seq2SeqArgs^ MultiLabelClassificationArgs^ T5Args^
flair.optim: LinearSchedulerWithWarmup^
flair.models.prefixed_tagger: EntityTypeTaskPromptAugmentationStrategy()
reranker.arguments: RerankerTrainingArguments^
pyannote.audio.cor.model: Introspection^
mplug_owl2.train.train: TrainingArguments^
sklearn.linear_model._base: LinearRegression^
sklearn.linear_model._logistic: LogisticRegression^ LogisticRegressionCV^
sklearn.linear_model._ridge: Ridge^ RidgeClassifier^ RidgeCV^
sklearn.linear_model._coordinate_descent: Lasso^ ElasticNet^ LassoCV^ ElasticNetCV^
sklearn.linear_model._stochastic_gradient: SGDClassifier^ SGDRegressor^
sklearn.ensemble._forest: RandomForestClassifier^ RandomForestRegressor^ ExtraTreesClassifier^ ExtraTreesRegressor^
sklearn.ensemble._gb: GradientBoostingClassifier^ GradientBoostingRegressor^
sklearn.ensemble._weight_boosting: AdaBoostClassifier^ AdaBoostRegressor^
sklearn.ensemble._hist_gradient_boosting.gradient_boosting: HistGradientBoostingClassifier^
  HistGradientBoostingRegressor^
sklearn.ensemble._iforest: IsolationForest^
sklearn.ensemble._voting: VotingClassifier^ VotingRegressor^
sklearn.tree._classes: DecisionTreeClassifier^ DecisionTreeRegressor^ ExtraTreeClassifier^ ExtraTreeRegressor^
sklearn.neighbors._classification: KNeighborsClassifier^
sklearn.neighbors._regression: KNeighborsRegressor^
sklearn.neighbors._unsupervised: NearestNeighbors^
sklearn.svm._classes: SVC^ SVR^ LinearSVC^ LinearSVR^ OneClassSVM^ NuSVC^
sklearn.naive_bayes: GaussianNB^ MultinomialNB^ BernoulliNB^ ComplementNB^
sklearn.cluster._kmeans: KMeans^ MiniBatchKMeans^
sklearn.cluster._dbscan: DBSCAN^
sklearn.cluster._agglomerative: AgglomerativeClustering^
sklearn.decomposition._pca: PCA^
sklearn.decomposition._truncated_svd: TruncatedSVD^
sklearn.decomposition._nmf: NMF^
sklearn.preprocessing._data: StandardScaler^ MinMaxScaler^ MaxAbsScaler^ RobustScaler^ Normalizer^
  PolynomialFeatures^ QuantileTransformer^ PowerTransformer^ Binarizer^
sklearn.preprocessing._polynomial: PolynomialFeatures^ SplineTransformer^
sklearn.preprocessing._encoders: OneHotEncoder^ OrdinalEncoder^
sklearn.preprocessing._label: LabelEncoder^ LabelBinarizer^ MultiLabelBinarizer^
sklearn.impute._base: SimpleImputer^
sklearn.pipeline: Pipeline^ FeatureUnion^
sklearn.compose._column_transformer: ColumnTransformer^
sklearn.feature_extraction.text: CountVectorizer^ TfidfVectorizer^ TfidfTransformer^ HashingVectorizer^
sklearn.feature_extraction._dict_vectorizer: DictVectorizer^
sklearn.neural_network._multilayer_perceptron: MLPClassifier^ MLPRegressor^
sklearn.neural_network._stochastic_optimizers: AdamOptimizer^ SGDOptimizer^
sklearn.mixture._gaussian_mixture: GaussianMixture^
sklearn.model_selection._search: GridSearchCV^ RandomizedSearchCV^
sklearn.discriminant_analysis: LinearDiscriminantAnalysis^ QuadraticDiscriminantAnalysis^
sklearn.gaussian_process._gpr: GaussianProcessRegressor^
sklearn.gaussian_process.kernels: RBF^ ConstantKernel^ Product^ Sum^ WhiteKernel^ Matern^
sklearn.dummy: DummyClassifier^ DummyRegressor^
sklearn.utils._bunch: Bunch
sklearn.tree._tree: Tree DTYPE&
sklearn.neighbors._kd_tree: newObj KDTree^ KDTree64^
sklearn.neighbors._ball_tree: newObj BallTree^ BallTree64^
sklearn.metrics._dist_metrics: newObj EuclideanDistance64 EuclideanDistance DistanceMetric64
sklearn._loss.loss: HalfBinomialLoss^ HalfMultinomialLoss^ HalfSquaredError^ AbsoluteError^
_loss: CyHalfBinomialLoss CyHalfMultinomialLoss CyHalfSquaredError CyAbsoluteError __pyx_unpickle_CyHalfBinomialLoss
  __pyx_unpickle_CyHalfMultinomialLoss __pyx_unpickle_CyHalfSquaredError __pyx_unpickle_CyAbsoluteError
sklearn._loss._loss: CyHalfBinomialLoss CyHalfMultinomialLoss CyHalfSquaredError CyAbsoluteError
  __pyx_unpickle_CyHalfSquaredError __pyx_unpickle_CyHalfBinomialLoss
sklearn._loss.link: IdentityLink^ LogitLink^ LogLink^ MultinomialLogit^ Interval^ HalfLogitLink^
sklearn.ensemble._hist_gradient_boosting.binning: _BinMapper^
sklearn.ensemble._hist_gradient_boosting.predictor: TreePredictor^
sklearn.ensemble._gb_losses: BinomialDeviance^ LeastSquaresError^ MultinomialDeviance^
joblib.numpy_pickle: NumpyArrayWrapper^ NDArrayWrapper^
joblib.numpy_pickle_compat: NDArrayWrapper^ ZNDArrayWrapper^
sklearn.externals.joblib.numpy_pickle: NumpyArrayWrapper^ NDArrayWrapper^
xgboost.core: Booster^
xgboost.sklearn: XGBClassifier^ XGBRegressor^ XGBModel^ XGBRanker^
lightgbm.basic: Booster^
lightgbm.sklearn: LGBMClassifier^ LGBMRegressor^ LGBMRanker^
tokenizers: AddedToken
`,
};
