// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_dialog.h"

#include "core/store/document_file.h"
#include "ui/theme/current_theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <utility>

namespace sluice::ui {

namespace {

constexpr QSize kPreview{480, 270};

/// File suffixes in the order of ExportFormat, and the document's own text form.
const QStringList& suffixes() {
    static const QStringList all{QStringLiteral("png"),
                                 QStringLiteral("svg"),
                                 QStringLiteral("pdf"),
                                 QStringLiteral("json")};
    return all;
}

QString withSuffix(const QString& path, const QString& suffix) {
    const QFileInfo file(path);
    const bool isOurs = suffixes().contains(file.suffix().toLower());
    return (isOurs ? path.chopped(file.suffix().size() + 1) : path) + '.' + suffix;
}

} // namespace

ExportDialog::ExportDialog(Document document,
                           CanvasMoment moment,
                           const QString& path,
                           QWidget* parent)
    : QDialog(parent)
    , m_document(std::move(document))
    , m_moment(std::move(moment))
    , m_preview(new QLabel(this))
    , m_format(new QComboBox(this))
    , m_scale(new QSpinBox(this))
    , m_theme(new QComboBox(this))
    , m_transit(new QCheckBox(tr("Messages in &transit"), this))
    , m_size(new QLabel(this))
    , m_path(new QLineEdit(path, this))
    , m_problem(new QLabel(this)) {
    setWindowTitle(tr("Export diagram"));
    m_preview->setFixedSize(kPreview);
    m_preview->setAlignment(Qt::AlignCenter);
    m_preview->setAccessibleName(tr("Preview"));
    makeChoices();
    m_size->setProperty("tone", "muted");
    m_problem->setProperty("tone", "danger");
    m_problem->setWordWrap(true);

    auto* form = new QFormLayout;
    form->addRow(tr("&Format"), m_format);
    form->addRow(tr("&Scale"), m_scale);
    form->addRow(tr("&Colours"), m_theme);
    form->addRow(QString(), m_transit);
    form->addRow(tr("Size"), m_size);
    form->addRow(tr("F&ile"), makePath());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_export = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    m_export->setProperty("primary", true);
    m_export->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(2 * kGridStep);
    column->addWidget(m_preview, 0, Qt::AlignCenter);
    column->addLayout(form);
    column->addWidget(m_problem);
    column->addWidget(buttons);

    followPath();
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::followFormat);
    connect(m_path, &QLineEdit::textEdited, this, &ExportDialog::followPath);
    connect(m_scale, &QSpinBox::valueChanged, this, &ExportDialog::renew);
    connect(m_theme, &QComboBox::currentIndexChanged, this, &ExportDialog::renew);
    connect(m_transit, &QCheckBox::toggled, this, &ExportDialog::renew);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ExportDialog::reject);
}

void ExportDialog::makeChoices() {
    m_format->addItems(
        {tr("PNG image"), tr("SVG vectors"), tr("PDF vectors"), tr("JSON document")});
    m_scale->setRange(1, 4);
    m_scale->setValue(2);
    m_scale->setSuffix(tr("×", "scale"));
    m_theme->addItems({tr("Light"), tr("Dark")});
    m_theme->setCurrentIndex(currentTheme().isDark ? 1 : 0);
    const bool hasRun = !m_moment.pictures.empty();
    m_transit->setEnabled(hasRun);
    m_transit->setChecked(hasRun);
    m_transit->setToolTip(tr("As the canvas shows them now"));
}

QString ExportDialog::path() const {
    return m_path->text();
}

ExportOptions ExportDialog::options() const {
    return {m_scale->value(),
            m_theme->currentIndex() == 1,
            m_transit->isChecked() ? &m_moment.motion : nullptr};
}

const std::vector<NodePicture>& ExportDialog::pictures() const {
    return m_transit->isChecked() ? m_moment.besideTransit : m_moment.pictures;
}

bool ExportDialog::isJson() const {
    return QFileInfo(path()).suffix().toLower() == suffixes().last();
}

void ExportDialog::accept() {
    if (QFileInfo::exists(path()) && path() != m_overwritable) {
        m_overwritable = path();
        m_export->setText(tr("Overwrite"));
        say(tr("“%1” is there already. Press Overwrite to replace it, or choose another name.")
                .arg(QFileInfo(path()).fileName()));
        return;
    }
    const auto result = isJson() ? saveDocument(path().toStdString(), m_document)
                                 : exportDiagram(path(), m_document, pictures(), options());
    if (result) return QDialog::accept();
    say(QString::fromStdString(result.error().message));
}

QWidget* ExportDialog::makePath() {
    auto* row = new QWidget(this);
    auto* browse = new QPushButton(tr("Browse…"), row);
    browse->setAutoDefault(false);
    m_path->setAccessibleName(tr("File"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_path, 1);
    layout->addWidget(browse);
    row->setFocusProxy(m_path);
    connect(browse, &QPushButton::clicked, this, &ExportDialog::browse);
    return row;
}

void ExportDialog::browse() {
    const QString suffix = suffixes()[m_format->currentIndex()];
    const QString chosen = QFileDialog::getSaveFileName(
        this, tr("Export diagram"), path(), QStringLiteral("*.") + suffix);
    if (chosen.isEmpty()) return;
    const bool isKnown = suffixes().contains(QFileInfo(chosen).suffix().toLower());
    m_path->setText(isKnown ? chosen : withSuffix(chosen, suffix));
    followPath();
    if (path() == chosen) m_overwritable = chosen; // which the file dialog has asked about
}

/// The format was chosen: the file name follows.
void ExportDialog::followFormat() {
    m_path->setText(withSuffix(path(), suffixes()[m_format->currentIndex()]));
    renew();
}

/// The file name was written: the format follows.
void ExportDialog::followPath() {
    const QSignalBlocker blocker(m_format);
    if (const auto format = exportFormat(path()))
        m_format->setCurrentIndex(static_cast<int>(*format));
    else if (isJson())
        m_format->setCurrentIndex(static_cast<int>(suffixes().size()) - 1);
    renew();
}

void ExportDialog::say(const QString& problem) {
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

// Of an image in its pixels; vectors have a size only where they are printed.
QString ExportDialog::sizeText() const {
    constexpr double kMillimetres = 25.4 / 96;
    const QSize size = exportSize(m_document, pictures());
    const auto millimetres = [](int pixels) {
        return QString::number(pixels * kMillimetres, 'f', 0);
    };
    if (isJson()) return tr("as the document needs");
    if (m_format->currentIndex() != 0)
        return tr("%1 × %2 mm").arg(millimetres(size.width()), millimetres(size.height()));
    const QSize scaled = size * m_scale->value();
    return tr("%1 × %2 pixels").arg(scaled.width()).arg(scaled.height());
}

void ExportDialog::renew() {
    m_export->setText(tr("Export"));
    m_overwritable.clear();
    const bool isImage = m_format->currentIndex() == 0;
    m_scale->setEnabled(isImage);
    m_theme->setEnabled(!isJson());
    m_transit->setEnabled(!isJson() && !m_moment.pictures.empty());
    m_preview->setVisible(!isJson());
    const qreal ratio = devicePixelRatioF();
    QImage image =
        diagramImage(m_document, pictures(), (QSizeF(kPreview) * ratio).toSize(), options());
    image.setDevicePixelRatio(ratio);
    m_preview->setPixmap(QPixmap::fromImage(image));
    m_size->setText(sizeText());
    const auto format = exportFormat(path());
    m_export->setEnabled(isJson() || (format.has_value() && !image.isNull()));
    say(isJson()         ? QString()
        : image.isNull() ? tr("The document has no parts to draw.")
        : format         ? QString()
                         : QString::fromStdString(format.error().message));
}

} // namespace sluice::ui
