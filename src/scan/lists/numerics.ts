import type { Tier } from '../tier.ts';

/** The ufuncs, which several modules have. */
const UFUNCS = `absolute() add() arccos() arccosh() arcsin() arcsinh() arctan() arctan2() arctanh() bitwise_and()
  bitwise_count() bitwise_or() bitwise_xor() cbrt() ceil() conjugate() copysign() cos() cosh() deg2rad() degrees()
  divide() divmod() equal() exp() exp2() expm1() fabs() float_power() floor() floor_divide() fmax() fmin() fmod()
  frexp() gcd() greater() greater_equal() heaviside() hypot() invert() isfinite() isinf() isnan() isnat() lcm()
  ldexp() left_shift() less() less_equal() log() log10() log1p() log2() logaddexp() logaddexp2() logical_and()
  logical_not() logical_or() logical_xor() matmul() matvec() maximum() minimum() modf() multiply() negative()
  nextafter() not_equal() positive() power() rad2deg() radians() reciprocal() remainder() right_shift() rint()
  sign() signbit() sin() sinh() spacing() sqrt() square() subtract() tan() tanh() trunc() vecdot() vecmat()`;

const REDUCTIONS = `mean() sum() std() var() amin() amax() min() max() prod() any() all() argmax() argmin() size() ravel() cumsum() ptp()`;

/** Arrays, tables and sparse matrices: numpy, pandas and scipy. */
export const numerics: Tier = {
  name: 'numerics',
  version: '2026.12.4',
  source: 'the codecs of brine/numpy, and what numpy 1.16 to 2.4, pandas 0.10 to 3.1 and scipy 1.13 write',
  entries: `
numpy: ndarray dtype recarray record matrix chararray char& char.chararray poly1d busdaycalendar nan& inf& generic bool bool_ int8 int16
  int32 int64 uint8 uint16 uint32 uint64 intc uintc longlong ulonglong float16 float32 float64 longdouble float128
  complex64 complex128 clongdouble complex256 str_ bytes_ object_ void datetime64 timedelta64 int_ uint float_
  complex_ unicode_ string_ half single double intp uintp long ulong ${UFUNCS} mean() sum() std() var() median() min() max() amin() amax() prod() any()
  all() argmax() argmin() size() ravel() nanmean() nansum() nanstd() nanvar() nanmedian() nanmin() nanmax()
  percentile() quantile() cumsum() ptp() round() sort()
numpy.core: _ufunc_reconstruct()=ufunc
numpy.core.multiarray: _reconstruct scalar
numpy.core.numeric: _frombuffer
numpy.core.records: recarray record
numpy.core.defchararray: chararray
numpy.core.umath: ${UFUNCS}
numpy.core._multiarray_umath: ${UFUNCS}
numpy.core._internal: _convert_to_stringdtype_kwargs()
numpy.core.fromnumeric: ${REDUCTIONS}
numpy._core: _ufunc_reconstruct()=ufunc
numpy._core.multiarray: _reconstruct scalar
numpy._core.numeric: _frombuffer
numpy._core.records: recarray record
numpy._core.defchararray: chararray
numpy._core.umath: ${UFUNCS}
numpy._core._multiarray_umath: ${UFUNCS}
numpy._core._internal: _convert_to_stringdtype_kwargs()
numpy._core.fromnumeric: ${REDUCTIONS}
numpy.char: chararray
numpy.rec: recarray record
numpy.ma: MaskedArray masked&
numpy.ma.core: MaskedArray _mareconstruct masked& MaskedConstant
numpy.ma.mrecords: MaskedRecords^ _mrreconstruct
numpy.matrixlib.defmatrix: matrix
numpy.random: RandomState Generator __RandomState_ctor
numpy.random.mtrand: RandomState __RandomState_ctor _rand&
numpy.random._pickle: __randomstate_ctor __generator_ctor __bit_generator_ctor
numpy.random._mt19937: MT19937
numpy.random._pcg64: PCG64 PCG64DXSM
numpy.random._philox: Philox
numpy.random._sfc64: SFC64
numpy.random.bit_generator: SeedSequence __pyx_unpickle_SeedSequence
numpy.random._generator: Generator
numpy.polynomial.polynomial: Polynomial
numpy.polynomial.chebyshev: Chebyshev
numpy.polynomial.legendre: Legendre
numpy.polynomial.hermite: Hermite
numpy.polynomial.laguerre: Laguerre
numpy.lib.polynomial: poly1d
numpy.lib._polynomial_impl: poly1d
numpy.dtypes: BoolDType Int8DType UInt8DType Int16DType UInt16DType Int32DType UInt32DType Int64DType UInt64DType
  LongLongDType ULongLongDType Float16DType Float32DType Float64DType LongDoubleDType Complex64DType Complex128DType
  CLongDoubleDType ObjectDType BytesDType StrDType VoidDType DateTime64DType TimeDelta64DType StringDType
pandas: DataFrame Series Index RangeIndex MultiIndex DatetimeIndex TimedeltaIndex PeriodIndex IntervalIndex
  CategoricalIndex Timestamp Timedelta Period Interval Categorical CategoricalDtype NaT& NA& StringDtype Int64Dtype
  Float64Dtype BooleanDtype DatetimeTZDtype PeriodDtype IntervalDtype SparseDtype ArrowDtype Int8Dtype Int16Dtype
  Int32Dtype UInt8Dtype UInt16Dtype UInt32Dtype UInt64Dtype Float32Dtype
pandas.arrays: StringArray ArrowStringArray ArrowExtensionArray NumpyExtensionArray DatetimeArray TimedeltaArray
  PeriodArray IntervalArray SparseArray Categorical IntegerArray FloatingArray BooleanArray
pandas.core.frame: DataFrame
pandas.core.series: Series TimeSeries
pandas.core.panel: Panel^
pandas.core.internals: BlockManager SingleBlockManager
pandas.core.internals.managers: BlockManager SingleBlockManager
pandas.core.internals.blocks: new_block Block NumpyBlock ObjectBlock NumericBlock DatetimeLikeBlock ExtensionBlock
  DatetimeTZBlock CategoricalBlock
pandas._libs.internals: _unpickle_block BlockPlacement BlockManager SharedBlock NumpyBlock Block
pandas._libs.arrays: __pyx_unpickle_NDArrayBacked NDArrayBacked
pandas._libs.tslibs.timestamps: _unpickle_timestamp Timestamp
pandas._libs.tslibs.timedeltas: _timedelta_unpickle Timedelta
pandas._libs.tslibs.nattype: _nat_unpickle __nat_unpickle NaTType NaT&
pandas._libs.tslibs.period: Period
pandas._libs.interval: Interval __pyx_unpickle_IntervalMixin
pandas._libs.missing: NAType NA& _NA&
pandas._libs.sparse: IntIndex BlockIndex
pandas._sparse: IntIndex BlockIndex
pandas._libs.tslibs.offsets: DateOffset BusinessDay BDay BusinessHour BusinessMonthEnd BusinessMonthBegin BYearBegin
  BYearEnd BQuarterBegin BQuarterEnd CustomBusinessDay CustomBusinessHour CustomBusinessMonthEnd
  CustomBusinessMonthBegin CDay Day Hour Minute Second Milli Micro Nano MonthEnd MonthBegin SemiMonthEnd
  SemiMonthBegin QuarterEnd QuarterBegin YearEnd YearBegin Week WeekOfMonth LastWeekOfMonth Easter FY5253
  FY5253Quarter RelativeDeltaOffset SingleConstructorOffset Tick BaseOffset __pyx_unpickle_BaseOffset
  __pyx_unpickle_Tick __pyx_unpickle_Day __pyx_unpickle_Hour
pandas.tseries.offsets: DateOffset BusinessDay BDay BusinessHour BusinessMonthEnd BusinessMonthBegin BYearBegin
  BYearEnd BQuarterBegin BQuarterEnd CustomBusinessDay CustomBusinessHour CustomBusinessMonthEnd
  CustomBusinessMonthBegin CDay Day Hour Minute Second Milli Micro Nano MonthEnd MonthBegin SemiMonthEnd
  SemiMonthBegin QuarterEnd QuarterBegin YearEnd YearBegin Week WeekOfMonth LastWeekOfMonth Easter FY5253
  FY5253Quarter RelativeDeltaOffset SingleConstructorOffset Tick BaseOffset
pandas._libs.tslibs.dtypes: PeriodDtypeBase
pandas.tslib: Timestamp Timedelta NaTType __nat_unpickle
pandas._tslib: Timestamp
pandas._period: Period
pandas._libs.tslib: Timestamp Timedelta __nat_unpickle
pandas._libs.period: Period
pandas.tseries.index: DatetimeIndex _new_DatetimeIndex Timestamp
pandas.tseries.period: PeriodIndex Period
pandas.tseries.tdi: TimedeltaIndex
pandas.core.index: Index Int64Index Float64Index MultiIndex _new_Index RangeIndex
pandas.core.base: FrozenNDArray FrozenList
pandas.core.categorical: Categorical
pandas.sparse.frame: SparseDataFrame^
pandas.sparse.series: SparseSeries^ SparseTimeSeries^
pandas.sparse.array: SparseArray
pandas.sparse.list: SparseList^
pandas.indexes.base: Index _new_Index
pandas.indexes.range: RangeIndex
pandas.indexes.numeric: Int64Index UInt64Index Float64Index NumericIndex
pandas.indexes.multi: MultiIndex
pandas.indexes.category: CategoricalIndex
pandas.indexes.datetimes: DatetimeIndex _new_DatetimeIndex
pandas.indexes.timedeltas: TimedeltaIndex
pandas.indexes.period: PeriodIndex _new_PeriodIndex
pandas.indexes.interval: IntervalIndex _new_IntervalIndex
pandas.indexes.frozen: FrozenList FrozenNDArray
pandas.core.indexes.base: Index _new_Index
pandas.core.indexes.range: RangeIndex
pandas.core.indexes.numeric: Int64Index UInt64Index Float64Index NumericIndex
pandas.core.indexes.multi: MultiIndex
pandas.core.indexes.category: CategoricalIndex
pandas.core.indexes.datetimes: DatetimeIndex _new_DatetimeIndex
pandas.core.indexes.timedeltas: TimedeltaIndex
pandas.core.indexes.period: PeriodIndex _new_PeriodIndex
pandas.core.indexes.interval: IntervalIndex _new_IntervalIndex
pandas.core.indexes.frozen: FrozenList FrozenNDArray
pandas.core.dtypes.dtypes: CategoricalDtype DatetimeTZDtype PeriodDtype IntervalDtype SparseDtype NumpyEADtype
  ArrowDtype
pandas.core.arrays.datetimes: DatetimeArray
pandas.core.arrays.timedeltas: TimedeltaArray
pandas.core.arrays.period: PeriodArray
pandas.core.arrays.interval: IntervalArray
pandas.core.arrays.categorical: Categorical
pandas.core.arrays.sparse.array: SparseArray
pandas.core.arrays.sparse.dtype: SparseDtype
pandas.core.arrays.sparse: SparseArray
pandas.core.arrays.integer: IntegerArray Int8Dtype Int16Dtype Int32Dtype Int64Dtype UInt8Dtype UInt16Dtype
  UInt32Dtype UInt64Dtype
pandas.core.arrays.floating: FloatingArray Float32Dtype Float64Dtype
pandas.core.arrays.boolean: BooleanArray BooleanDtype
pandas.core.arrays.string_: StringArray StringDtype
pandas.core.arrays.string_arrow: ArrowStringArray
pandas.core.arrays.arrow.array: ArrowExtensionArray
pandas.core.arrays.arrow.dtype: ArrowDtype
pandas.core.arrays.numpy_: PandasArray NumpyExtensionArray
pandas.core.flags: Flags^
pandas.core.groupby.generic: DataFrameGroupBy^ SeriesGroupBy^
scipy.sparse.bsr: bsr_matrix bsr_array
scipy.sparse._bsr: bsr_matrix bsr_array
scipy.sparse: bsr_matrix bsr_array coo_matrix coo_array csc_matrix csc_array csr_matrix csr_array dia_matrix
  dia_array dok_matrix dok_array lil_matrix lil_array
scipy.sparse.coo: coo_matrix coo_array
scipy.sparse._coo: coo_matrix coo_array
scipy.sparse.csc: csc_matrix csc_array
scipy.sparse._csc: csc_matrix csc_array
scipy.sparse.csr: csr_matrix csr_array
scipy.sparse._csr: csr_matrix csr_array
scipy.sparse.dia: dia_matrix dia_array
scipy.sparse._dia: dia_matrix dia_array
scipy.sparse.dok: dok_matrix dok_array
scipy.sparse._dok: dok_matrix dok_array
scipy.sparse.lil: lil_matrix lil_array
scipy.sparse._lil: lil_matrix lil_array
scipy.spatial._ckdtree: cKDTree^
scipy.spatial._kdtree: KDTree^
scipy.spatial.ckdtree: cKDTree^
scipy.interpolate._interpolate: interp1d^ PPoly^ BPoly^
scipy.interpolate._bsplines: BSpline^
scipy.interpolate._cubic: CubicSpline^ PchipInterpolator^
scipy.optimize._optimize: OptimizeResult
scipy.special._ufuncs: expit() logit() gammaln() digamma()
`,
};
